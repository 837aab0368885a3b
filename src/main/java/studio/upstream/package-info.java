/** The port to image models, and what all its adapters share: errors, retry classes, extraction, downloads. */
@NullMarked
package studio.upstream;

import org.jspecify.annotations.NullMarked;
