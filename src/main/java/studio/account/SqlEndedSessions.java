package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import studio.storage.Database;

/** The sessions that were signed out, remembered until their tokens run out by themselves. Asked on every request. */
@Singleton
class SqlEndedSessions {
    private final Database database;
    private final Cache<String, Instant> ended = Caffeine.newBuilder()
            .expireAfter(Expiry.<String, Instant>creating((id, until) -> Duration.between(Instant.now(), until)))
            .build();

    SqlEndedSessions(Database database) {
        this.database = database;
        database.query(handle -> handle.createQuery("SELECT id, expires_at FROM ended_session WHERE expires_at > :now")
                        .bind("now", Instant.now())
                        .map((row, context) ->
                                Map.entry(row.getString("id"), Instant.ofEpochMilli(row.getLong("expires_at"))))
                        .list())
                .forEach(session -> ended.put(session.getKey(), session.getValue()));
    }

    boolean contains(String id) {
        return ended.getIfPresent(id) != null;
    }

    /** On disk when this returns. Rows that have run out go on the way, so the table stays as small as it can be. */
    void add(String id, Instant expiresAt) {
        Instant now = Instant.now();
        database.update(handle -> {
            handle.createUpdate("DELETE FROM ended_session WHERE expires_at <= :now")
                    .bind("now", now)
                    .execute();
            return handle.createUpdate("""
                            INSERT INTO ended_session (id, expires_at) VALUES (:id, :expiresAt)
                            ON CONFLICT (id) DO NOTHING""")
                    .bind("id", id)
                    .bind("expiresAt", expiresAt)
                    .execute();
        });
        ended.put(id, expiresAt);
    }
}
