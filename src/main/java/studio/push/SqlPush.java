package studio.push;

import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import studio.problem.Language;
import studio.storage.Database;

/** The server's key and the subscriptions of browsers, on disk. */
@Singleton
class SqlPush {
    /** Above it the oldest goes. */
    static final int MAX = 200;

    private final Database database;

    SqlPush(Database database) {
        this.database = database;
    }

    /** Makes the key when nobody has needed it before. */
    ServerKey key() {
        return database.query(SqlPush::read)
                .orElseGet(() -> database.update(handle -> {
                    Optional<ServerKey> other = read(handle);
                    if (other.isPresent()) {
                        return other.get();
                    }
                    ServerKey made = generate();
                    handle.execute(
                            "INSERT INTO push_key (id, private_key, public_key) VALUES (1, ?, ?)",
                            made.privateKey(),
                            made.publicKey());
                    return made;
                }));
    }

    private static Optional<ServerKey> read(Handle handle) {
        return handle.createQuery("SELECT private_key, public_key FROM push_key")
                .map((row, context) -> new ServerKey(row.getString("private_key"), row.getString("public_key")))
                .findOne();
    }

    private static ServerKey generate() {
        try {
            return ServerKey.generate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has P-256", e);
        }
    }

    /** Takes the place of what the session, or another one of the same browser, had. */
    void put(Subscription subscription) {
        int unused = database.update(handle -> {
            handle.execute(
                    "DELETE FROM push_subscription WHERE session_id = ? OR endpoint = ?",
                    subscription.sessionId(),
                    subscription.endpoint());
            handle.createUpdate("""
                            DELETE FROM push_subscription WHERE session_id NOT IN (
                                SELECT session_id FROM push_subscription ORDER BY created_at DESC LIMIT :kept)""").bind("kept", MAX - 1).execute();
            return handle.createUpdate("""
                            INSERT INTO push_subscription (
                                session_id, endpoint, browser_key, auth_secret, contact, language, show_prompt, created_at)
                            VALUES (
                                :sessionId, :endpoint, :browserKey, :authSecret, :contact, :language, :showPrompt, :createdAt)""")
                    .bind("sessionId", subscription.sessionId())
                    .bind("endpoint", subscription.endpoint())
                    .bind("browserKey", subscription.browserKey())
                    .bind("authSecret", subscription.authSecret())
                    .bind("contact", subscription.contact())
                    .bind("language", subscription.language().name())
                    .bind("showPrompt", subscription.showPrompt())
                    .bind("createdAt", subscription.createdAt().toEpochMilli())
                    .execute();
        });
    }

    Optional<Subscription> find(String sessionId) {
        return all().stream()
                .filter(subscription -> subscription.sessionId().equals(sessionId))
                .findFirst();
    }

    List<Subscription> all() {
        return database.query(handle -> handle.createQuery("SELECT * FROM push_subscription ORDER BY created_at")
                .map((row, context) -> new Subscription(
                        row.getString("session_id"),
                        row.getString("endpoint"),
                        row.getString("browser_key"),
                        row.getString("auth_secret"),
                        row.getString("contact"),
                        Language.valueOf(row.getString("language")),
                        row.getBoolean("show_prompt"),
                        Instant.ofEpochMilli(row.getLong("created_at"))))
                .list());
    }

    /** Removes a session's subscription; returns whether there was one. */
    boolean remove(String sessionId) {
        return database.update(
                        handle -> handle.execute("DELETE FROM push_subscription WHERE session_id = ?", sessionId))
                > 0;
    }

    /** Removes one that its push service no longer knows, unless the browser has a newer one by now. */
    void drop(Subscription gone) {
        int unused = database.update(handle -> handle.execute(
                "DELETE FROM push_subscription WHERE session_id = ? AND endpoint = ?",
                gone.sessionId(),
                gone.endpoint()));
    }
}
