/** Variants of protocols as data: which adapter and dialect an endpoint has, and calls written in its words. */
@NullMarked
package studio.upstream.dialect;

import org.jspecify.annotations.NullMarked;
