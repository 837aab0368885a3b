/** What the whole product needs of a file system: atomic writes, owner-only permissions, deletion, free space, hashes. */
@NullMarked
package studio.files;

import org.jspecify.annotations.NullMarked;
