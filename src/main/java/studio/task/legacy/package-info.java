/** The earlier server's tasks: taken over at the first start, and mirrored in its format. */
@NullMarked
package studio.task.legacy;

import org.jspecify.annotations.NullMarked;
