package studio.upstream.transport;

import io.smallrye.faulttolerance.api.BeforeRetryHandler;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import studio.upstream.Exchange;
import studio.upstream.UpstreamException;

/** A failed try that is to be followed by another, thrown by {@link UpstreamCall} as {@link RetryPolicy} decides. */
public final class Resendable extends RuntimeException {
    private final Duration wait;
    private final Exchange exchange;

    Resendable(UpstreamException failure, Duration wait, Exchange exchange) {
        super(failure.code(), failure);
        this.wait = wait;
        this.exchange = exchange;
    }

    /** Waits for the next try; ended by a cancel, which the delay of {@code @Retry} is not. */
    public static final class Turn implements BeforeRetryHandler {
        @Override
        public void handle(ExecutionContext context) {
            if (context.getFailure() instanceof Resendable failed) {
                Pause.of(failed.wait, failed.exchange);
            }
        }
    }
}
