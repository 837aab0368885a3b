package studio.task;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.Instances;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.TaskStore.IdempotencyKey;

/** Writes tasks with what belongs to them, and tells of it. */
final class SqlTaskWrites {
    private final TaskRows rows;
    private final ChangeBus changes;
    private final Instances instances;

    SqlTaskWrites(TaskRows rows, ChangeBus changes, Instances instances) {
        this.rows = rows;
        this.changes = changes;
        this.instances = instances;
    }

    /** @return the number of the change */
    long insert(Handle handle, Task task, @Nullable IdempotencyKey key) {
        long change = nextChange(handle);
        rows.bindAll(handle.createUpdate("""
                        INSERT INTO task (
                            id, entry_id, request_id, status, created_at, started_at, finished_at, retry_of,
                            cancel_requested, version, upstream_ms, candidates, pictures, request, failure,
                            config_id, model, change_seq)
                        VALUES (
                            :id, :entryId, :requestId, :status, :createdAt, :startedAt, :finishedAt, :retryOf,
                            :cancelRequested, :version, :upstreamMs, :candidates, :pictures, :request, :failure,
                            :configId, :model, :changeSeq)"""), task, change).execute();
        refer(handle, "INSERT INTO task_reference (sha256, task_id)", task, task.id());
        saveAttempts(handle, task, List.of());
        if (key != null) {
            handle.createUpdate("INSERT INTO idempotency (key, body_hash, task_id) VALUES (:key, :bodyHash, :taskId)")
                    .bindMethods(key)
                    .bind("taskId", task.id())
                    .execute();
        }
        publish(task);
        return change;
    }

    /**
     * @param owner sets who works on it from now on
     * @param whose a further condition
     * @return the number of the change; 0 when the task is not as {@code before} any more
     */
    long replace(Handle handle, Task before, Task after, String owner, String whose) {
        long change = nextChange(handle);
        int changed = rows.bind(handle.createUpdate("""
                        UPDATE task SET
                            status = :status, started_at = :startedAt, finished_at = :finishedAt,
                            cancel_requested = :cancelRequested, version = :version, upstream_ms = :upstreamMs,
                            candidates = :candidates, pictures = :pictures, failure = :failure,
                            change_seq = :changeSeq, <owner>
                        WHERE id = :id AND version = :before <whose>""").define("owner", owner).define("whose", whose), after, change)
                .bind("before", before.version())
                .bind("own", instances.own())
                .execute();
        if (changed == 0) {
            return 0L;
        }
        saveAttempts(handle, after, before.attempts());
        for (int number : after.pictures()) {
            if (!before.pictures().contains(number)) {
                String entryId = GenerationJob.entryId(after.entryId(), number);
                refer(handle, "INSERT INTO entry_reference (sha256, entry_id)", after, entryId);
            }
        }
        publish(after);
        return change;
    }

    /** Writes those that are not known to be stored as they are. */
    private static void saveAttempts(Handle handle, Task task, List<Attempt> known) {
        for (Attempt attempt : task.attempts()) {
            if (!known.contains(attempt)) {
                TaskRows.bind(handle.createUpdate("""
                                INSERT INTO attempt (
                                    task_id, number, pictures, started_at, finished_at, outcome, code, status, request_id)
                                VALUES (
                                    :taskId, :number, :pictures, :startedAt, :finishedAt, :outcome, :code, :status,
                                    :requestId)
                                ON CONFLICT (task_id, number) DO UPDATE SET
                                    finished_at = excluded.finished_at, outcome = excluded.outcome,
                                    code = excluded.code, status = excluded.status, request_id = excluded.request_id"""), task.id(), attempt).execute();
            }
        }
    }

    /** Keeps the task's reference pictures from expiring as long as there is who uses them. */
    private static void refer(Handle handle, String insert, Task task, String user) {
        for (ReferencePicture picture : task.request().allPictures()) {
            handle.createUpdate(insert + " VALUES (:sha256, :user) ON CONFLICT DO NOTHING")
                    .bind("sha256", picture.sha256())
                    .bind("user", user)
                    .execute();
        }
    }

    private void publish(Task task) {
        changes.publish(new ChangeBus.Change(
                ChangeBus.Subject.TASK, task.id(), task.version(), task.stage().name()));
    }

    private static long nextChange(Handle handle) {
        return handle.createQuery("UPDATE task_change SET last = last + 1 RETURNING last")
                .mapTo(Long.class)
                .one();
    }
}
