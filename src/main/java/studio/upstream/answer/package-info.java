/** Reads pictures, texts and lists of models from answers of upstreams. */
@NullMarked
package studio.upstream.answer;

import org.jspecify.annotations.NullMarked;
