package studio.upstream.transport;

import io.smallrye.faulttolerance.api.BeforeRetryHandler;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import studio.upstream.Cancellation;
import studio.upstream.UpstreamException;

/** A failed try that is to be followed by another, thrown by {@link UpstreamCall} as {@link RetryPolicy} decides. */
public final class Resendable extends RuntimeException {
    private final Duration wait;
    private final Cancellation cancellation;

    Resendable(UpstreamException failure, Duration wait, Cancellation cancellation) {
        super(failure.code(), failure);
        this.wait = wait;
        this.cancellation = cancellation;
    }

    /** Waits for the next try; ended by a cancel, which the delay of {@code @Retry} is not. */
    public static final class Turn implements BeforeRetryHandler {
        @Override
        public void handle(ExecutionContext context) {
            if (context.getFailure() instanceof Resendable failed) {
                Pause.of(failed.wait, failed.cancellation);
            }
        }
    }
}
