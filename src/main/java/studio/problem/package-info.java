/** What can go wrong, and the sentences for people: codes and arguments here, words in {@code messages_*.properties}. */
@NullMarked
package studio.problem;

import org.jspecify.annotations.NullMarked;
