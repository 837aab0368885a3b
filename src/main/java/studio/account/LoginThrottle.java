package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Slows down guessing. An address has five tries in a minute, twenty in an hour and sixty in a day, so the wait between
 * tries grows from seconds to minutes to half an hour; a right password clears it. All addresses together have a limit too.
 */
@Singleton
class LoginThrottle {
    private static final int ADDRESSES = 10_000;
    private static final int IPV6_SITE_BYTES = 8;
    private static final int TOGETHER_PER_MINUTE = 120;
    private static final String NO_ADDRESS = "none";

    private final TimeMeter time;
    private final Cache<String, Bucket> byAddress = Caffeine.newBuilder()
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
    Optional<Duration> take(Optional<InetAddress> address) {
        ConsumptionProbe own = byAddress.get(key(address), this::bucket).tryConsumeAndReturnRemaining(1);
        if (!own.isConsumed()) {
            return Optional.of(Duration.ofNanos(own.getNanosToWaitForRefill()));
        }
        ConsumptionProbe all = together.tryConsumeAndReturnRemaining(1);
        return all.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(all.getNanosToWaitForRefill()));
    }

    /** The password was right: its owner starts anew. */
    void clear(Optional<InetAddress> address) {
        byAddress.invalidate(key(address));
        together.addTokens(1);
    }

    private Bucket bucket(String key) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(5).refillGreedy(5, Duration.ofMinutes(1)))
                .addLimit(limit -> limit.capacity(20).refillGreedy(20, Duration.ofHours(1)))
                .addLimit(limit -> limit.capacity(60).refillGreedy(60, Duration.ofDays(1)))
                .build();
    }

    /** A site has 2^64 addresses of IPv6 for itself, so they count as one. */
    private static String key(Optional<InetAddress> address) {
        return address.map(some -> some instanceof Inet6Address
                        ? HexFormat.of().formatHex(Arrays.copyOf(some.getAddress(), IPV6_SITE_BYTES))
                        : some.getHostAddress())
                .orElse(NO_ADDRESS);
    }
}
