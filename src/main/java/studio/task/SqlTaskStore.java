package studio.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.Database;

/** Tasks in SQL. */
@Singleton
public class SqlTaskStore implements TaskStore {
    private static final String SELECT = "SELECT * FROM task ";

    private final Database database;
    private final TaskRows rows;
    private final ChangeBus changes;
    private final RowMapper<TaskRow> taskRows = ConstructorMapper.of(TaskRow.class);
    private final SqlAttempts attempts = new SqlAttempts();
    private final RowMapper<Keyed> keys = ConstructorMapper.of(Keyed.class);

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
            handle.createUpdate("""
                            INSERT INTO task (
                                id, entry_id, request_id, status, created_at, started_at, finished_at, retry_of,
                                cancel_requested, version, upstream_ms, candidates, pictures, request, failure,
                                config_id, model, change_seq)
                            VALUES (
                                :id, :entryId, :requestId, :status, :createdAt, :startedAt, :finishedAt, :retryOf,
                                :cancelRequested, :version, :upstreamMs, :candidates, :pictures, :request, :failure,
                                :configId, :model, :changeSeq)""").bindMethods(rows.row(task, change)).execute();
            for (ReferencePicture picture : task.request().allPictures()) {
                refer(handle, "INSERT INTO task_reference (sha256, task_id)", picture, task.id());
            }
            attempts.save(handle, task, List.of());
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
            int changed = handle.createUpdate("""
                            UPDATE task SET
                                status = :status, started_at = :startedAt, finished_at = :finishedAt,
                                cancel_requested = :cancelRequested, version = :version, upstream_ms = :upstreamMs,
                                candidates = :candidates, pictures = :pictures, failure = :failure,
                                change_seq = :changeSeq
                            WHERE id = :id AND status = :before""")
                    .bindMethods(rows.row(after, change))
                    .bind("before", before.status())
                    .execute();
            if (changed == 0) {
                return 0L;
            }
            attempts.save(handle, after, before.attempts());
            keepReferencesOfEntries(handle, before, after);
            publish(after);
            return change;
        });
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

    /** For each picture that has come into the gallery with this change. */
    private static void keepReferencesOfEntries(Handle handle, Task before, Task after) {
        for (int number : after.pictures()) {
            if (before.pictures().contains(number)) {
                continue;
            }
            for (ReferencePicture picture : after.request().allPictures()) {
                refer(
                        handle,
                        "INSERT INTO entry_reference (sha256, entry_id)",
                        picture,
                        GenerationJob.entryId(after.entryId(), number));
            }
        }
    }

    private static void refer(Handle handle, String insert, ReferencePicture picture, String user) {
        handle.createUpdate(insert + " VALUES (:sha256, :user) ON CONFLICT DO NOTHING")
                .bind("sha256", picture.sha256())
                .bind("user", user)
                .execute();
    }

    @Override
    public long lastChange() {
        return database.query(handle -> handle.createQuery("SELECT last FROM task_change")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<Changed> changedAfter(long change, int limit) {
        return database.query(handle -> {
            List<TaskRow> found = handle.createQuery(
                            SELECT + "WHERE change_seq > :change ORDER BY change_seq LIMIT :limit")
                    .bind("change", change)
                    .bind("limit", limit)
                    .map(taskRows)
                    .list();
            Map<String, List<Attempt>> tries = attempts.of(handle, found);
            return found.stream()
                    .map(row -> new Changed(task(row, tries), row.changeSeq()))
                    .toList();
        });
    }

    @Override
    public List<Task> ofEntry(String entryId) {
        return database.query(handle -> tasks(
                handle,
                handle.createQuery(SELECT + "WHERE entry_id = :entryId ORDER BY created_at DESC, id DESC")
                        .bind("entryId", entryId)));
    }

    @Override
    public Optional<Task> find(String id) {
        return database
                .query(handle -> tasks(
                        handle, handle.createQuery(SELECT + "WHERE id = :id").bind("id", id)))
                .stream()
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
        Map<String, Object> values = new HashMap<>();
        List<String> conditions = new ArrayList<>(List.of("TRUE"));
        if (!filter.statuses().isEmpty()) {
            conditions.add("status IN (<statuses>)");
        }
        String requestId = filter.requestId();
        if (requestId != null) {
            conditions.add("request_id = :requestId");
            values.put("requestId", requestId);
        }
        String before = filter.before();
        if (before != null) {
            conditions.add("(created_at, id) < (SELECT created_at, id FROM task WHERE id = :before)");
            values.put("before", before);
        }
        return database.query(handle -> {
            Query query = handle.createQuery(SELECT + "WHERE " + String.join(" AND ", conditions)
                            + " ORDER BY created_at DESC, id DESC LIMIT :limit")
                    .bindMap(values)
                    .bind("limit", limit);
            if (!filter.statuses().isEmpty()) {
                query.bindList("statuses", List.copyOf(filter.statuses()));
            }
            return tasks(handle, query);
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
                .map((row, context) -> new Past(
                        rows.request(row.getString("request")).options(), Duration.ofMillis(row.getLong("millis"))))
                .list());
    }

    @Override
    public List<Task> unfinished() {
        return database.query(handle -> tasks(
                handle,
                handle.createQuery(
                        SELECT + "WHERE status IN ('QUEUED', 'RUNNING', 'SAVING') ORDER BY created_at, id")));
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
                                WHERE sha256 = :sha256)""")
                .bind("sha256", sha256)
                .mapTo(Boolean.class)
                .one());
    }

    private List<Task> tasks(Handle handle, Query query) {
        List<TaskRow> found = query.map(taskRows).list();
        Map<String, List<Attempt>> tries = attempts.of(handle, found);
        return found.stream().map(row -> task(row, tries)).toList();
    }

    private Task task(TaskRow row, Map<String, List<Attempt>> tries) {
        return rows.task(row, tries.getOrDefault(row.id(), List.of()));
    }
}
