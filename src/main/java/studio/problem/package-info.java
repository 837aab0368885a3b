/** Failures and sentences for people: codes and arguments here, texts in {@code messages_*.properties}. */
@NullMarked
package studio.problem;

import org.jspecify.annotations.NullMarked;
