package studio.task.feed;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BiFunction;
import studio.storage.Database;

/**
 * The newest unfinished picture of each call, for instances that do not run the task. They may be lost, so that no write of a task ever
 * waits for one. Of PostgreSQL only.
 */
@Singleton
public class SqlPartials {
    private final Database database;

    public SqlPartials(Database database) {
        this.database = database;
    }

    /** @param content of at most a few megabytes */
    void put(String taskId, int call, byte[] content, String mediaType) {
        int unused = database.aside(handle -> handle.createUpdate("""
                        INSERT INTO task_partial (task_id, call, content, media_type)
                        VALUES (:taskId, :call, :content, :mediaType)
                        ON CONFLICT (task_id, call) DO UPDATE SET
                            content = excluded.content, media_type = excluded.media_type""")
                .bind("taskId", taskId)
                .bind("call", call)
                .bind("content", content)
                .bind("mediaType", mediaType)
                .execute());
    }

    /** @param show is given its bytes and their media type */
    public <T> Optional<T> find(String taskId, int call, BiFunction<byte[], String, T> show) {
        return database.query(handle -> handle.createQuery(
                        "SELECT content, media_type FROM task_partial WHERE task_id = :taskId AND call = :call")
                .bind("taskId", taskId)
                .bind("call", call)
                .map((row, context) -> show.apply(row.getBytes("content"), row.getString("media_type")))
                .findOne());
    }

    /** Those of a task, and of others that have ended with an instance that could not remove them. */
    void remove(String taskId) {
        int unused = database.aside(
                handle -> handle.createUpdate("""
                        DELETE FROM task_partial WHERE task_id = :taskId OR NOT EXISTS (
                            SELECT FROM task WHERE id = task_id AND status IN ('QUEUED', 'RUNNING', 'SAVING'))""").bind("taskId", taskId).execute());
    }
}
