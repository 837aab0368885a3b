package studio.upstream.transport;

import io.smallrye.faulttolerance.api.BeforeRetryHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import studio.upstream.Cancellation;
import studio.upstream.Deadline;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;

/** Whether a failed call is sent again, and after how long: by its {@link Outcome} alone, never past the deadline. */
record RetryPolicy(UpstreamSettings settings) {
    /** A longer wait is the user's to take, not a worker's. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    /** A failed try that is to be followed by another. */
    static final class Resendable extends RuntimeException {
        private final Duration wait;
        private final Cancellation cancellation;

        Resendable(UpstreamException failure, Duration wait, Cancellation cancellation) {
            super(failure.code(), failure);
            this.wait = wait;
            this.cancellation = cancellation;
        }
    }

    /** Waits for the next try; ended by a cancel, which the delay of {@code @Retry} is not. */
    public static final class Turn implements BeforeRetryHandler {
        @Override
        public void handle(ExecutionContext context) {
            if (context.getFailure() instanceof Resendable failed) {
                failed.cancellation.pause(failed.wait);
            }
        }
    }

    /**
     * @param attempt the try that failed, from 1
     * @return how long to wait before the next try; empty when there is none
     */
    Optional<Duration> next(UpstreamException failure, int attempt, Deadline deadline) {
        boolean allowed =
                switch (failure.outcome()) {
                    case NOT_SENT, REFUSED -> true;
                    case UNKNOWN -> settings.retryUnknown();
                    case FINAL -> false;
                };
        if (!allowed || attempt > settings.retries() || failure.failure() == FailureCode.CANCELED) {
            return Optional.empty();
        }
        Duration wait = backOff(attempt);
        Duration hint = failure.retryAfter();
        if (hint != null && hint.compareTo(wait) > 0) {
            // Upwards only: a jitter below the hint would be refused again.
            wait = hint.plusMillis(ThreadLocalRandom.current().nextLong(1 + Math.min(hint.toMillis() / 20, 1_000)));
        }
        boolean late = !deadline.isAfter(wait);
        return late || wait.compareTo(MAX_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
    }

    /** The configured delay, doubled for every further try, with a quarter of jitter either way. */
    private Duration backOff(int attempt) {
        long base = settings.retryDelay().toMillis() << Math.min(attempt - 1, 10);
        return Duration.ofMillis(
                Math.round(base * (0.75 + ThreadLocalRandom.current().nextDouble() / 2)));
    }
}
