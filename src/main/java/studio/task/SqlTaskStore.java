package studio.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.Database;
import studio.storage.RecordMapper;
import studio.task.GenerationRequest.ReferencePicture;

/** Tasks in SQL. */
@Singleton
public class SqlTaskStore implements TaskStore {
    private static final String SELECT = "SELECT * FROM task ";

    private final Database database;
    private final TaskRows rows;
    private final ChangeBus changes;
    private final RowMapper<Keyed> keys = RecordMapper.of(Keyed.class);

    public SqlTaskStore(Database database, ObjectMapper mapper, ChangeBus changes) {
        this.database = database;
        this.rows = new TaskRows(mapper);
        this.changes = changes;
    }

    @Override
    public long insert(Task task, @Nullable IdempotencyKey key) {
        return database.update(handle -> {
            if (key != null && findByKey(key.key()).isPresent()) {
                return 0L;
            }
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
                handle.createUpdate(
                                "INSERT INTO idempotency (key, body_hash, task_id) VALUES (:key, :bodyHash, :taskId)")
                        .bindMethods(key)
                        .bind("taskId", task.id())
                        .execute();
            }
            publish(task);
            return change;
        });
    }

    @Override
    public long replace(Task before, Task after) {
        return database.update(handle -> {
            long change = nextChange(handle);
            int changed = rows.bind(handle.createUpdate("""
                            UPDATE task SET
                                status = :status, started_at = :startedAt, finished_at = :finishedAt,
                                cancel_requested = :cancelRequested, version = :version, upstream_ms = :upstreamMs,
                                candidates = :candidates, pictures = :pictures, failure = :failure,
                                change_seq = :changeSeq
                            WHERE id = :id AND status = :before"""), after, change)
                    .bind("before", before.status())
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
        });
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

    @Override
    public long lastChange() {
        return database.query(handle -> handle.createQuery("SELECT last FROM task_change")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<Changed> changedAfter(long change, int limit) {
        return database.query(handle -> rows.read(
                handle,
                handle.createQuery(SELECT + "WHERE change_seq > :change ORDER BY change_seq LIMIT :limit")
                        .bind("change", change)
                        .bind("limit", limit)));
    }

    @Override
    public List<Task> ofEntry(String entryId) {
        return tasks(
                handle -> handle.createQuery(SELECT + "WHERE entry_id = :entryId ORDER BY created_at DESC, id DESC")
                        .bind("entryId", entryId));
    }

    @Override
    public Optional<Task> find(String id) {
        return tasks(handle -> handle.createQuery(SELECT + "WHERE id = :id").bind("id", id)).stream()
                .findFirst();
    }

    @Override
    public Optional<Keyed> findByKey(String key) {
        return database.query(
                handle -> handle.createQuery("SELECT body_hash, task_id FROM idempotency WHERE key = :key")
                        .bind("key", key)
                        .map(keys)
                        .findOne());
    }

    @Override
    public List<Task> list(int limit, TaskFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("TRUE"));
        if (!filter.statuses().isEmpty()) {
            conditions.add("status IN (<statuses>)");
        }
        if (filter.requestId() != null) {
            conditions.add("request_id = :requestId");
        }
        if (filter.before() != null) {
            conditions.add("(created_at, id) < (SELECT created_at, id FROM task WHERE id = :before)");
        }
        return tasks(handle -> {
            Query query = handle.createQuery(SELECT + "WHERE " + String.join(" AND ", conditions)
                            + " ORDER BY created_at DESC, id DESC LIMIT :limit")
                    .bindMethods(filter)
                    .bind("limit", limit);
            return filter.statuses().isEmpty() ? query : query.bindList("statuses", List.copyOf(filter.statuses()));
        });
    }

    @Override
    public List<Past> past(String configId, String model, int limit) {
        return database.query(handle -> handle.createQuery("""
                        SELECT finished_at - started_at AS millis, request FROM task
                        WHERE status = 'DONE' AND config_id = :configId AND model = :model AND upstream_ms IS NOT NULL
                        ORDER BY created_at DESC LIMIT :limit""")
                .bind("configId", configId)
                .bind("model", model)
                .bind("limit", limit)
                .map((row, context) -> new Past(rows.request(row), Duration.ofMillis(row.getLong("millis"))))
                .list());
    }

    @Override
    public List<Task> unfinished() {
        return tasks(handle -> handle.createQuery(SELECT + """
                WHERE status IN ('QUEUED', 'RUNNING', 'SAVING')
                ORDER BY status = 'QUEUED', queue_rank, created_at, id"""));
    }

    @Override
    public List<String> expire(Instant endedBefore, int limit) {
        Map<String, String> expired = database.update(handle -> handle
                .createQuery("""
                        DELETE FROM task WHERE id IN (SELECT id FROM task WHERE finished_at < :time LIMIT :limit)
                        RETURNING id, entry_id""")
                .bind("time", endedBefore)
                .bind("limit", limit)
                .map((row, context) -> Map.entry(row.getString("id"), row.getString("entry_id")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        expired.keySet().forEach(id -> changes.publish(new ChangeBus.Change(ChangeBus.Subject.TASK, id, 0, null)));
        return List.copyOf(expired.values());
    }

    @Override
    public boolean needsReference(String sha256) {
        return database.query(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM task_reference WHERE sha256 = :sha256)
                            OR EXISTS (
                                SELECT 1 FROM entry_reference JOIN gallery_entry ON gallery_entry.id = entry_id
                                WHERE sha256 = :sha256)
                            OR EXISTS (SELECT 1 FROM draft_reference WHERE sha256 = :sha256)""")
                .bind("sha256", sha256)
                .mapTo(Boolean.class)
                .one());
    }

    private List<Task> tasks(Function<Handle, Query> query) {
        return database.query(handle -> rows.read(handle, query.apply(handle))).stream()
                .map(Changed::task)
                .toList();
    }
}
