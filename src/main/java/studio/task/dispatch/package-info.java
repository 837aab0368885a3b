/** Who gives out accepted tasks: a queue in memory, or db-scheduler to all instances on one database. */
@NullMarked
package studio.task.dispatch;

import org.jspecify.annotations.NullMarked;
