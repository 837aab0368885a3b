/** Everything that a studio holds as one file, and back: the archive's form, writing it beside a working server, restoring it. */
@NullMarked
package studio.backup;

import org.jspecify.annotations.NullMarked;
