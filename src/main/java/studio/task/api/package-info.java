/** The resources for tasks and for the call that waits. */
@NullMarked
package studio.task.api;

import org.jspecify.annotations.NullMarked;
