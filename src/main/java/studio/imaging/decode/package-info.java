/** Decoding within the memory that the machine has. */
@NullMarked
package studio.imaging.decode;

import org.jspecify.annotations.NullMarked;
