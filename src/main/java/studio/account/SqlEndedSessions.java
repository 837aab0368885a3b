package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import studio.storage.Database;
import studio.storage.Sql;

/** The sessions that were signed out, remembered until their tokens run out by themselves. Asked on every request. */
@Singleton
class SqlEndedSessions {
    private record Ended(String id, Instant expiresAt) {}

    private final Database database;
    private final Cache<String, Instant> ended = Caffeine.newBuilder()
            .expireAfter(Expiry.<String, Instant>creating((id, until) -> Duration.between(Instant.now(), until)))
            .build();

    SqlEndedSessions(Database database) {
        this.database = database;
        Instant now = Instant.now();
        database.query(connection -> Sql.list(
                        connection,
                        "SELECT id, expires_at FROM ended_session WHERE expires_at > ?",
                        row -> new Ended(row.getString("id"), Instant.ofEpochMilli(row.getLong("expires_at"))),
                        now))
                .forEach(one -> ended.put(one.id(), one.expiresAt()));
    }

    boolean contains(String id) {
        return ended.getIfPresent(id) != null;
    }

    /** On disk when this returns. Rows that have run out go on the way, so the table stays as small as it can be. */
    void add(String id, Instant expiresAt) {
        Instant now = Instant.now();
        database.update(connection -> {
            Sql.execute(connection, "DELETE FROM ended_session WHERE expires_at <= ?", now);
            return Sql.execute(
                    connection,
                    "INSERT INTO ended_session (id, expires_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                    id,
                    expiresAt);
        });
        ended.put(id, expiresAt);
    }
}
