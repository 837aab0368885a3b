/** One HTTP call to an upstream: its request file, its tries, its deadline, its bytes. */
@NullMarked
package studio.upstream.transport;

import org.jspecify.annotations.NullMarked;
