package studio.storage;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Links at which a browser fetches something by itself, straight to its disk. Ten minutes or too many newer ones end a link; so does a
 * restart of the only process. Where several instances share a database a link of one works at all. What has started to be sent is
 * sent to its end.
 */
public abstract sealed class ShortLinks {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int ID_BYTES = 16;

    /**
     * One link.
     *
     * @param id cannot be guessed; 22 characters of URL-safe base64
     * @param target what it leads to, in the words of who made it
     */
    public record Link(String id, String target, Instant expiresAt) {}

    private final SecureRandom random = new SecureRandom();
    final int max;
    private final Clock clock;

    private ShortLinks(int max, Clock clock) {
        this.max = max;
        this.clock = clock;
    }

    /**
     * Opens the links of one kind.
     *
     * @param kind names them among others
     * @param max how many live at once
     */
    public static ShortLinks over(Database database, String kind, int max) {
        return over(database, kind, max, Clock.systemUTC());
    }

    static ShortLinks over(Database database, String kind, int max, Clock clock) {
        return switch (database.dialect()) {
            case SQLITE -> new InMemory(max, clock);
            case POSTGRESQL -> new InRows(database, kind, max, clock);
        };
    }

    public final Link make(String target) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        Instant now = clock.instant();
        Link link = new Link(text, target, Instant.ofEpochMilli(now.plus(LIFE).toEpochMilli()));
        put(link, now);
        return link;
    }

    /** Empty for what was never a link, and for one that has ended. */
    public final Optional<Link> find(String id) {
        Instant now = clock.instant();
        return get(id).filter(link -> link.expiresAt().isAfter(now));
    }

    /** Writes a link, and removes those that have expired or are too many. */
    abstract void put(Link link, Instant now);

    abstract Optional<Link> get(String id);

    private static final class InMemory extends ShortLinks {
        /** In the order in which they were made, which is the order in which they expire. */
        private final SequencedMap<String, Link> links = new LinkedHashMap<>();

        private InMemory(int max, Clock clock) {
            super(max, clock);
        }

        @Override
        synchronized void put(Link link, Instant now) {
            links.values().removeIf(other -> !other.expiresAt().isAfter(now));
            if (links.size() >= max) {
                links.pollFirstEntry();
            }
            links.put(link.id(), link);
        }

        @Override
        synchronized Optional<Link> get(String id) {
            return Optional.ofNullable(links.get(id));
        }
    }

    private static final class InRows extends ShortLinks {
        private final Database database;
        private final String kind;

        private InRows(Database database, String kind, int max, Clock clock) {
            super(max, clock);
            this.database = database;
            this.kind = kind;
        }

        @Override
        void put(Link link, Instant now) {
            int unused = database.update(handle -> {
                handle.createUpdate("""
                                DELETE FROM short_link WHERE kind = :kind AND (expires_at <= :now OR id NOT IN (
                                    SELECT id FROM short_link WHERE kind = :kind ORDER BY expires_at DESC, id LIMIT :kept))""")
                        .bind("kind", kind)
                        .bind("now", now)
                        .bind("kept", max - 1)
                        .execute();
                return handle.createUpdate("""
                                INSERT INTO short_link (id, kind, target, expires_at)
                                VALUES (:id, :kind, :target, :expiresAt)""")
                        .bind("id", link.id())
                        .bind("kind", kind)
                        .bind("target", link.target())
                        .bind("expiresAt", link.expiresAt())
                        .execute();
            });
        }

        @Override
        Optional<Link> get(String id) {
            return database.query(handle -> handle.createQuery(
                            "SELECT target, expires_at FROM short_link WHERE id = :id AND kind = :kind")
                    .bind("id", id)
                    .bind("kind", kind)
                    .map((row, context) ->
                            new Link(id, row.getString("target"), Instant.ofEpochMilli(row.getLong("expires_at"))))
                    .findOne());
        }
    }
}
