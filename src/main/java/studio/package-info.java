/** What the whole server is: its start-up line and its health. */
@NullMarked
package studio;

import org.jspecify.annotations.NullMarked;
