/** Draws landscapes from words: a stack of layers, each of which paints any row of the picture on demand. */
@NullMarked
package studio.practice.painting;

import org.jspecify.annotations.NullMarked;
