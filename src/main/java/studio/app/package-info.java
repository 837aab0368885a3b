/** Where the process starts, and what is said of it as a whole. */
@NullMarked
package studio.app;

import org.jspecify.annotations.NullMarked;
