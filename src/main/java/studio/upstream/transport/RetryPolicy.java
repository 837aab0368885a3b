package studio.upstream.transport;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import studio.upstream.Deadline;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;

/**
 * Whether a failed paid call is sent again, and after how long: by its {@link Outcome} alone, never past the deadline.
 */
@Singleton
public class RetryPolicy {
    /** A longer wait is the user's to take, not a worker's. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final UpstreamSettings settings;

    public RetryPolicy(UpstreamSettings settings) {
        this.settings = settings;
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
        if (!allowed || attempt > settings.retries() || failure.code().equals("canceled")) {
            return Optional.empty();
        }
        Duration wait = backOff(attempt);
        Duration hint = failure.retryAfter();
        if (hint != null && hint.compareTo(wait) > 0) {
            // Upwards only: a jitter below the hint would be refused again.
            wait = hint.plusMillis(ThreadLocalRandom.current().nextLong(1 + Math.min(hint.toMillis() / 20, 1_000)));
        }
        boolean late = !deadline.isAfter(wait);
        return late || wait.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
    }

    /** The configured delay, doubled for every further try, with a quarter of jitter either way. */
    private Duration backOff(int attempt) {
        long base = settings.retryDelay().toMillis() << Math.min(attempt - 1, 10);
        return Duration.ofMillis(
                Math.round(base * (0.75 + ThreadLocalRandom.current().nextDouble() / 2)));
    }
}
