/** Decoding with ImageIO, where libvips is absent; the JVM only. */
@NullMarked
package studio.imaging.imageio;

import org.jspecify.annotations.NullMarked;
