/** Rows of one database on their way into another one, SQLite or PostgreSQL: as files of an archive, or at once. */
@NullMarked
package studio.storage.move;

import org.jspecify.annotations.NullMarked;
