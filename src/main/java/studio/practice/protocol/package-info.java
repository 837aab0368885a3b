/** The protocols: how each reads a request, and what it answers. */
@NullMarked
package studio.practice.protocol;

import org.jspecify.annotations.NullMarked;
