/** Writes calls in the words of a dialect: fields, reference pictures, headers with the key. */
@NullMarked
package studio.upstream.dialect;

import org.jspecify.annotations.NullMarked;
