package studio.push;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;

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
    private static final String VISIBLE = "visible";
    private static final String HIDDEN = "hidden";

    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final ChangeBus changes;
    private final Clock clock;

    @Inject
    Watching(ChangeBus changes) {
        this(changes, Clock.systemUTC());
    }

    Watching(ChangeBus changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
        changes.subscribe(change -> {
            if (change.subject() == ChangeBus.Subject.WATCHING) {
                note(change.id(), VISIBLE.equals(change.stage()));
            }
        });
    }

    /** All instances hear of it; one that does not tells the browser what it sees, once. */
    void set(String sessionId, boolean visible) {
        changes.publish(new Change(ChangeBus.Subject.WATCHING, sessionId, 0, visible ? VISIBLE : HIDDEN));
    }

    private synchronized void note(String sessionId, boolean visible) {
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
