/** The gallery of the earlier Node server: its import, and the mirror in its form. */
@NullMarked
package studio.gallery.legacy;

import org.jspecify.annotations.NullMarked;
