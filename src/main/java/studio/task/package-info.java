/** Tasks: the persisted queue, its workers, their events, and the resources that speak of them. */
@NullMarked
package studio.task;

import org.jspecify.annotations.NullMarked;
