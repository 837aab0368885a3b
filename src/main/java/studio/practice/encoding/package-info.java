/** PNG and JPEG writers that need no AWT and hold a few rows at a time. */
@NullMarked
package studio.practice.encoding;

import org.jspecify.annotations.NullMarked;
