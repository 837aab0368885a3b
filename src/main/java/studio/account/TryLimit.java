package studio.account;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.MathType;
import java.time.Duration;
import java.util.Optional;

/** How many tries to sign in there are. What is left of them is a state of bucket4j; times are nanoseconds of one clock. */
enum TryLimit {
    /** Of an address or a device: the wait between tries grows from seconds to minutes to half an hour. */
    OWN(BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(5).refillGreedy(5, Duration.ofMinutes(1)))
            .addLimit(limit -> limit.capacity(20).refillGreedy(20, Duration.ofHours(1)))
            .addLimit(limit -> limit.capacity(60).refillGreedy(60, Duration.ofDays(1)))),

    /** Of all strangers. */
    TOGETHER(BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(120).refillGreedy(120, Duration.ofMinutes(1))));

    @SuppressWarnings("ImmutableEnumChecker") // it is, and does not say so
    private final BucketConfiguration configuration;

    TryLimit(ConfigurationBuilder limits) {
        configuration = limits.build();
    }

    /** With all tries left. */
    BucketState full(long now) {
        return BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
    }

    /** Whether a state counts by these limits; one of another version may not. */
    boolean counts(BucketState state) {
        return configuration.equalsByContent(state.getConfiguration());
    }

    /** How long to wait for a try; empty when there is one now. */
    static Optional<Duration> wait(BucketState state, long now) {
        state.refillAllBandwidth(now);
        return state.getAvailableTokens() >= 1
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(state.calculateDelayNanosAfterWillBePossibleToConsume(1, now, true)));
    }
}
