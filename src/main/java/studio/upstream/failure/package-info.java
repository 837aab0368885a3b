/** What a failure that an upstream tells means: read from whatever it sent, named by codes and words, never from one sign alone. */
@NullMarked
package studio.upstream.failure;

import org.jspecify.annotations.NullMarked;
