/** The life of tasks: queue, workers, attempts, pictures into the gallery, cancel, retry, restart and expiry. */
@NullMarked
package studio.task.run;

import org.jspecify.annotations.NullMarked;
