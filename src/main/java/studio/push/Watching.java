package studio.push;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which browsers have the page in sight, so that they are not told what they see. A page says so again and again; what it has not
 * repeated no longer counts, since a phone that falls asleep says nothing.
 */
@Singleton
class Watching {
    /** A page in sight repeats itself every 45 seconds. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final int MAX = 5000;

    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final Clock clock;

    Watching() {
        this(Clock.systemUTC());
    }

    Watching(Clock clock) {
        this.clock = clock;
    }

    void set(String sessionId, boolean visible) {
        Instant now = clock.instant();
        until.values().removeIf(end -> !end.isAfter(now));
        if (visible && until.size() < MAX) {
            until.put(sessionId, now.plus(LEASE));
        } else {
            until.remove(sessionId);
        }
    }

    boolean contains(String sessionId) {
        Instant end = until.get(sessionId);
        return end != null && end.isAfter(clock.instant());
    }
}
