/** The gallery: entries, their picture files, pages, search, trash and downloads. */
@NullMarked
package studio.gallery;

import org.jspecify.annotations.NullMarked;
