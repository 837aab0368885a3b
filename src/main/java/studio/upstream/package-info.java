/** The port to image models: request, answer, failure codes. */
@NullMarked
package studio.upstream;

import org.jspecify.annotations.NullMarked;
