package studio.task.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.RecordMapper;

/** What was decided of the queue, in SQL. */
@Singleton
class SqlQueueStore {
    /** @param maxConcurrent null: nobody has chosen */
    @RegisterForReflection
    record Decided(boolean paused, @Nullable Integer maxConcurrent) {}

    private final Database database;
    private final RowMapper<Decided> decided = RecordMapper.of(Decided.class);

    SqlQueueStore(Database database) {
        this.database = database;
    }

    Decided read() {
        return database.query(handle -> handle.createQuery("SELECT paused, max_concurrent FROM queue_control")
                .map(decided)
                .one());
    }

    void write(Decided next) {
        database.update(handle -> handle.createUpdate(
                        "UPDATE queue_control SET paused = :paused, max_concurrent = :maxConcurrent")
                .bind("paused", next.paused())
                .bind("maxConcurrent", next.maxConcurrent())
                .execute());
    }

    /** Puts a waiting task before all others that wait. */
    void toFront(String taskId) {
        database.update(handle -> handle.createUpdate("""
                        UPDATE task SET queue_rank = (SELECT min(queue_rank) FROM task WHERE status = 'QUEUED') - 1
                        WHERE id = :id AND status = 'QUEUED'""").bind("id", taskId).execute());
    }
}
