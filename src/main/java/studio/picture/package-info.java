/** Where the files of pictures are kept: a port by key, and its implementation on disk. */
@NullMarked
package studio.picture;

import org.jspecify.annotations.NullMarked;
