package studio.upstream.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import studio.upstream.Cancellation;
import studio.upstream.failure.UpstreamErrors;

/** A wait that a cancel or an interrupt ends. */
public final class Pause {
    private Pause() {}

    /** Returns early when the call is canceled; an interrupt stays set. */
    public static void of(Duration wait, Cancellation cancellation) {
        CountDownLatch canceled = new CountDownLatch(1);
        cancellation.onCancel(canceled::countDown);
        try {
            boolean early = canceled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            assert !early || cancellation.canceled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cancellation.onCancel(() -> {});
        }
    }

    /** Throws {@code canceled}, as of a call that was made and may be billed, after a cancel or an interrupt. */
    public static void refuseWhenCanceled(Cancellation cancellation, @Nullable Throwable cause) {
        if (cancellation.canceled() || Thread.currentThread().isInterrupted()) {
            throw UpstreamErrors.canceled(true, cause);
        }
    }
}
