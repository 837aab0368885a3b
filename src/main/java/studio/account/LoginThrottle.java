package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import studio.web.server.AddressBlocks;

/**
 * Slows down guessing. An address has five tries in a minute, twenty in an hour and sixty in a day, so the wait between
 * tries grows from seconds to minutes to half an hour; a right password clears it. All addresses together have a limit too. A
 * device that has signed in before has the tries of an address for itself, so that others cannot use them up.
 */
@Singleton
class LoginThrottle {
    private static final int ADDRESSES = 10_000;
    private static final int TOGETHER_PER_MINUTE = 120;
    private static final String NO_ADDRESS = "none";

    private final TimeMeter time;
    private final Cache<String, Bucket> tries = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(Duration.ofDays(1))
            .build();
    private final Bucket together;

    @Inject
    LoginThrottle() {
        this(TimeMeter.SYSTEM_MILLISECONDS);
    }

    LoginThrottle(TimeMeter time) {
        this.time = time;
        this.together = Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit ->
                        limit.capacity(TOGETHER_PER_MINUTE).refillGreedy(TOGETHER_PER_MINUTE, Duration.ofMinutes(1)))
                .build();
    }

    /** Takes one try; when there is none left, how long to wait for the next one. */
    Optional<Duration> take(Optional<InetAddress> address, Optional<String> device) {
        Bucket own = tries.get(key(address, device), this::bucket);
        ConsumptionProbe mine = own.tryConsumeAndReturnRemaining(1);
        if (!mine.isConsumed()) {
            return Optional.of(Duration.ofNanos(mine.getNanosToWaitForRefill()));
        }
        if (device.isPresent()) {
            return Optional.empty();
        }
        ConsumptionProbe all = together.tryConsumeAndReturnRemaining(1);
        if (all.isConsumed()) {
            return Optional.empty();
        }
        // It was no try of its own doing.
        own.addTokens(1);
        return Optional.of(Duration.ofNanos(all.getNanosToWaitForRefill()));
    }

    /** Called for the right password: all tries are free again. */
    void clear(Optional<InetAddress> address, Optional<String> device) {
        tries.invalidate(key(address, device));
        if (device.isEmpty()) {
            together.addTokens(1);
        }
    }

    private Bucket bucket(String key) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(5).refillGreedy(5, Duration.ofMinutes(1)))
                .addLimit(limit -> limit.capacity(20).refillGreedy(20, Duration.ofHours(1)))
                .addLimit(limit -> limit.capacity(60).refillGreedy(60, Duration.ofDays(1)))
                .build();
    }

    private static String key(Optional<InetAddress> address, Optional<String> device) {
        return device.map(id -> "device " + id)
                .orElseGet(() -> address.map(AddressBlocks::site).orElse(NO_ADDRESS));
    }
}
