/** Passes requests that only one instance can answer on to that one. */
@NullMarked
package studio.relay;

import org.jspecify.annotations.NullMarked;
