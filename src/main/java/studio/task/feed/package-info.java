/** What others see of tasks: their views, and the events that tell of changes. */
@NullMarked
package studio.task.feed;

import org.jspecify.annotations.NullMarked;
