package studio.upstream.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import studio.upstream.Exchange;
import studio.upstream.UpstreamException;

/**
 * Thrown by one try to have {@code @Retry} make the next; decided by {@link RetryPolicy} and by nothing else. No other
 * exception is retried.
 */
public final class Resend extends RuntimeException {
    private final Duration wait;
    private final Exchange exchange;

    Resend(UpstreamException failure, Duration wait, Exchange exchange) {
        super(failure.code(), failure);
        this.wait = wait;
        this.exchange = exchange;
    }

    /** Waits for its turn; a cancel ends the wait at once, and the next try then finds it. */
    void await() {
        CountDownLatch canceled = new CountDownLatch(1);
        exchange.onCancel(canceled::countDown);
        try {
            boolean early = !exchange.canceled() && canceled.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            assert !early || exchange.canceled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
