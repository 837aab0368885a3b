/** Reading picture headers: format, size, completeness and the layout of the pixels. */
@NullMarked
package studio.imaging.probe;

import org.jspecify.annotations.NullMarked;
