package studio.task;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Writes how a task ended, and when the disk does not take it, tries again until it does: the task would run for ever
 * otherwise, for everybody who looks at it. The worker waits meanwhile, since there is no room for another task either.
 */
@Singleton
class UntilStored {
    private static final Logger LOG = Logger.getLogger(UntilStored.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * @param change as {@link LiveTasks#change}
     * @throws RuntimeException why it could not be written, when the worker was interrupted and the last try failed, too
     */
    boolean change(String taskId, BooleanSupplier change) {
        Duration pause = FIRST_PAUSE;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return change.getAsBoolean();
                } catch (RuntimeException e) {
                    if (interrupted) {
                        throw e;
                    }
                    LOG.errorf(
                            "The end of task %s cannot be written (%s); trying again in %d s",
                            taskId, e.getMessage(), pause.toSeconds());
                }
                interrupted = isInterruptedFor(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isInterruptedFor(Duration pause) {
        try {
            Thread.sleep(pause);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
