/** Classifies failures that an upstream reports: read from whatever it sent, named by codes and words, never from one sign alone. */
@NullMarked
package studio.upstream.failure;

import org.jspecify.annotations.NullMarked;
