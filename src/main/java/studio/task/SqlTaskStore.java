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
import studio.storage.Instances;
import studio.storage.RecordMapper;

/** Tasks in SQL. */
@Singleton
public class SqlTaskStore implements TaskStore {
    private static final String SELECT = "SELECT * FROM task ";
    private static final String UNFINISHED = "status IN ('QUEUED', 'RUNNING', 'SAVING')";
    private static final String IN_ORDER = " ORDER BY status = 'QUEUED', queue_rank, created_at, id";

    private final Database database;
    private final TaskRows rows;
    private final SqlTaskWrites writes;
    private final ChangeBus changes;
    private final Instances instances;
    private final RowMapper<Keyed> keys = RecordMapper.of(Keyed.class);

    public SqlTaskStore(Database database, ObjectMapper mapper, ChangeBus changes, Instances instances) {
        this.database = database;
        this.rows = new TaskRows(mapper);
        this.writes = new SqlTaskWrites(rows, changes, instances);
        this.changes = changes;
        this.instances = instances;
    }

    @Override
    public long insert(Task task, @Nullable IdempotencyKey key) {
        return database.update(handle -> {
            if (key != null && findByKey(key.key()).isPresent()) {
                return 0L;
            }
            return writes.insert(handle, task, key);
        });
    }

    @Override
    public long replace(Task before, Task after) {
        return database.update(handle ->
                writes.replace(handle, before, after, "owner = owner", "AND (owner IS NULL OR owner = :own)"));
    }

    @Override
    public long takeOver(Task before, Task after) {
        return database.update(handle -> writes.replace(handle, before, after, "owner = :own", ""));
    }

    @Override
    public long release(Task before, Task after) {
        return database.update(handle -> writes.replace(handle, before, after, "owner = NULL", ""));
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
        return tasks(handle -> handle.createQuery(SELECT + "WHERE " + UNFINISHED + IN_ORDER));
    }

    @Override
    public List<Task> own() {
        return tasks(handle -> handle.createQuery(SELECT + "WHERE owner = :own AND " + UNFINISHED + IN_ORDER)
                .bind("own", instances.own()));
    }

    @Override
    public Optional<Claimed> claimed(String id) {
        return database.query(handle -> find(id).map(task -> handle.createQuery(
                        "SELECT owner, cancel_asked FROM task WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Claimed(task, row.getString("owner"), row.getBoolean("cancel_asked")))
                .one()));
    }

    @Override
    public Optional<Task> making(Task ended) {
        return tasks(handle -> handle.createQuery(
                                SELECT + "WHERE (entry_id = :entryId OR retry_of = :id) AND " + UNFINISHED)
                        .bind("entryId", ended.entryId())
                        .bind("id", ended.id()))
                .stream()
                .findFirst();
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
