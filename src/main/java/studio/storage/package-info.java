/** The database, atomic files and readable JSON mirrors. */
@NullMarked
package studio.storage;

import org.jspecify.annotations.NullMarked;
