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

    /** How long it is known when a page was in sight. */
    private static final Duration KNOWN = Duration.ofDays(1);

    private static final int MAX = 5000;

    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
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
        seen.values().removeIf(moment -> moment.isBefore(now.minus(KNOWN)));
        if (visible || until.containsKey(sessionId)) {
            put(seen, sessionId, now);
        }
        if (visible) {
            put(until, sessionId, now.plus(LEASE));
        } else {
            until.remove(sessionId);
        }
    }

    private static void put(Map<String, Instant> moments, String sessionId, Instant moment) {
        if (moments.size() < MAX || moments.containsKey(sessionId)) {
            moments.put(sessionId, moment);
        }
    }

    /** When the page was last in sight: this moment, while it is; {@link Instant#EPOCH} where that is not known. */
    Instant lastSeen(String sessionId) {
        return contains(sessionId) ? clock.instant() : seen.getOrDefault(sessionId, Instant.EPOCH);
    }

    boolean contains(String sessionId) {
        Instant end = until.get(sessionId);
        return end != null && end.isAfter(clock.instant());
    }
}
