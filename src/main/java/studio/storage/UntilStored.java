package studio.storage;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Repeats a step until database and disk accept it. What was paid for and received must not be lost to a lock or a full disk,
 * and a task whose end cannot be written would run for ever.
 */
@Singleton
public class UntilStored {
    private static final Logger LOG = Logger.getLogger(UntilStored.class);
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 30_000;

    /** A step that fails with an {@link IOException} or as {@link StorageException#passes} says when it may succeed later. */
    @FunctionalInterface
    public interface Step<T> {
        T run() throws IOException;
    }

    /**
     * Runs a step until it succeeds.
     *
     * @param what names the step in the log, as a part of a sentence
     * @throws RuntimeException what the step throws that would not pass, or why the last try failed after the thread was
     *     interrupted; the interrupt is kept
     */
    public <T> T run(String what, Step<T> step) {
        return run(what, step, failure -> true);
    }

    /** @param worthIt asked after each failure that may pass; false: it is thrown */
    public <T> T run(String what, Step<T> step, Predicate<RuntimeException> worthIt) {
        long pause = FIRST_PAUSE_MS;
        boolean interrupted = false;
        try {
            while (true) {
                RuntimeException failure;
                try {
                    return step.run();
                } catch (IOException e) {
                    failure = new UncheckedIOException(e);
                } catch (RuntimeException e) {
                    failure = e;
                }
                boolean passes = failure instanceof UncheckedIOException || StorageException.passes(failure);
                if (interrupted || !passes || !worthIt.test(failure)) {
                    throw failure;
                }
                LOG.errorf("%s cannot be written (%s); trying again in %d ms", what, failure.getMessage(), pause);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
