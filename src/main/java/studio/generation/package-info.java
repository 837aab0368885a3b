/** The use case of the product: one request becomes one picture in the gallery. */
@NullMarked
package studio.generation;

import org.jspecify.annotations.NullMarked;
