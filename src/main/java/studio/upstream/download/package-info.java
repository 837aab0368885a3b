/** Fetches pictures that an answer or a request only points to, from public addresses alone. */
@NullMarked
package studio.upstream.download;

import org.jspecify.annotations.NullMarked;
