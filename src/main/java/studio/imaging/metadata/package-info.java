/** Edits of picture containers: metadata read, written and removed. */
@NullMarked
package studio.imaging.metadata;

import org.jspecify.annotations.NullMarked;
