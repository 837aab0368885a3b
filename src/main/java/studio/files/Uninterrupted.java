package studio.files;

import java.util.concurrent.Callable;

/**
 * Runs a short step to its end although the thread has been interrupted, and passes the interrupt on afterwards. A task
 * that is being cancelled must still be able to save its state and the picture it received; file channels and
 * connection pools would fail instead.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** @throws E what the step throws */
    public static <T, E extends Exception> T call(Step<T, E> step) throws E {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return step.run();
                } catch (InterruptedException e) {
                    // Once more; an interrupt in the middle makes the longest wait at most start again.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A step; unlike {@link Callable} it says what it throws. */
    @FunctionalInterface
    public interface Step<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }
}
