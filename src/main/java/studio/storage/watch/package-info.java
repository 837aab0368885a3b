/** What instances on one database show of themselves and of the work that they share. */
@NullMarked
package studio.storage.watch;

import org.jspecify.annotations.NullMarked;
