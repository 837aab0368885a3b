/** The files of the pictures: stored, served, packed into a ZIP, and made to agree with the rows. */
@NullMarked
package studio.gallery.file;

import org.jspecify.annotations.NullMarked;
