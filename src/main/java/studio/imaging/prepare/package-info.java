/** Making the files that providers get as references. */
@NullMarked
package studio.imaging.prepare;

import org.jspecify.annotations.NullMarked;
