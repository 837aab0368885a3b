package studio.upstream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cancel from another thread. */
public interface Cancellation {
    /**
     * Registers how to close the connection under way, replacing the one before; run at once when the task was already canceled. The
     * call then ends with an {@link UpstreamException} of code {@code canceled}.
     */
    void onCancel(Runnable close);

    boolean canceled();

    /** Waits; returns early when the call is canceled, or on an interrupt, which stays set. */
    default void pause(Duration wait) {
        CountDownLatch canceled = new CountDownLatch(1);
        onCancel(canceled::countDown);
        try {
            boolean early = canceled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            assert !early || canceled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onCancel(() -> {});
        }
    }

    /** Throws {@code canceled}, as of a call that was made and may be billed, after a cancel or an interrupt. */
    default void refuseWhenCanceled(@Nullable Throwable cause) {
        if (canceled() || Thread.currentThread().isInterrupted()) {
            throw FailureCode.CANCELED.failure(Outcome.UNKNOWN, cause);
        }
    }
}
