/** What the practice upstream knows by heart: the files {@code practice-*.properties}. */
@NullMarked
package studio.practice.data;

import org.jspecify.annotations.NullMarked;
