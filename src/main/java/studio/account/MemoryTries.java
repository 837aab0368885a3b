package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Counts the tries of the only process. A restart forgets them. */
final class MemoryTries implements SignInTries {
    private static final int KEYS = 10_000;

    private final TimeMeter time;
    private final Cache<String, BucketState> own = Caffeine.newBuilder()
            .maximumSize(KEYS)
            .expireAfterWrite(Duration.ofDays(1))
            .build();
    /** Never forgotten for others. */
    private final Map<TryLimit, BucketState> common = new EnumMap<>(TryLimit.class);

    MemoryTries(TimeMeter time) {
        this.time = time;
    }

    @Override
    public synchronized Optional<Duration> take(SequencedMap<String, TryLimit> from) {
        long now = time.currentTimeNanos();
        SequencedMap<String, BucketState> states = new LinkedHashMap<>();
        from.forEach((key, limit) -> states.put(key, state(key, limit, now)));
        Optional<Duration> wait = states.values().stream()
                .flatMap(state -> TryLimit.wait(state, now).stream())
                .findFirst();
        if (wait.isEmpty()) {
            states.values().forEach(state -> state.consume(1));
        }
        return wait;
    }

    private BucketState state(String key, TryLimit limit, long now) {
        return limit == TryLimit.OWN
                ? own.get(key, absent -> limit.full(now))
                : common.computeIfAbsent(limit, absent -> limit.full(now));
    }

    @Override
    public synchronized void giveBack(String key, TryLimit limit) {
        state(key, limit, time.currentTimeNanos()).addTokens(1);
    }

    @Override
    public synchronized void clear(String key) {
        own.invalidate(key);
    }
}
