/** The gallery over HTTP. */
@NullMarked
package studio.gallery.api;

import org.jspecify.annotations.NullMarked;
