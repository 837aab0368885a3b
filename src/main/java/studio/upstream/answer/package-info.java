/** Reads pictures, words and models out of whatever an upstream answers. */
@NullMarked
package studio.upstream.answer;

import org.jspecify.annotations.NullMarked;
