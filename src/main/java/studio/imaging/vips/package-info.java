/** Decoding with libvips through foreign functions. */
@NullMarked
package studio.imaging.vips;

import org.jspecify.annotations.NullMarked;
