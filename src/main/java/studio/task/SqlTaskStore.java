package studio.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.Mirrors;
import studio.storage.Sql;

/** Tasks in SQL. */
@Singleton
public class SqlTaskStore implements TaskStore {
    private static final String SELECT = "SELECT * FROM task ";

    private final Database database;
    private final TaskRows rows;
    private final Mirrors mirrors;

    public SqlTaskStore(Database database, ObjectMapper mapper, Mirrors mirrors) {
        this.database = database;
        this.rows = new TaskRows(mapper);
        this.mirrors = mirrors;
    }

    @Override
    public long insert(Task task, @Nullable IdempotencyKey key) {
        long change = database.update(c -> {
            if (key != null && findByKey(key.key()).isPresent()) {
                return 0L;
            }
            long number = nextChange(c);
            Sql.execute(
                    c,
                    "INSERT INTO task(id, entry_id, request_id, status, created_at, started_at, finished_at, retry_of,"
                            + " cancel_requested, version, upstream_ms, candidates, pictures, request, failure, config_id, model, change_seq)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    task.id(),
                    task.entryId(),
                    task.requestId(),
                    task.status(),
                    task.createdAt(),
                    task.startedAt(),
                    task.finishedAt(),
                    task.retryOf(),
                    task.cancelRequested(),
                    task.version(),
                    task.upstreamMs(),
                    task.candidates(),
                    TaskRows.numbers(task.pictures()),
                    rows.json(task.request()),
                    task.failure() == null ? null : rows.json(task.failure()),
                    task.request().configId(),
                    task.request().model(),
                    number);
            for (ReferencePicture picture : task.request().allPictures()) {
                Sql.execute(
                        c,
                        "INSERT INTO task_reference(sha256, task_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        picture.sha256(),
                        task.id());
            }
            TaskRows.saveAttempts(c, task, List.of());
            if (key != null) {
                Sql.execute(
                        c,
                        "INSERT INTO idempotency(key, body_hash, task_id) VALUES (?, ?, ?)",
                        key.key(),
                        key.bodyHash(),
                        task.id());
            }
            return number;
        });
        mirrors.changed(TaskStore.MIRROR);
        return change;
    }

    private static long nextChange(Connection c) throws SQLException {
        return Sql.number(c, "UPDATE task_change SET last = last + 1 RETURNING last");
    }

    @Override
    public long replace(Task before, Task after) {
        long change = database.update(c -> {
            long number = nextChange(c);
            int changed = Sql.execute(
                    c,
                    "UPDATE task SET status = ?, started_at = ?, finished_at = ?, cancel_requested = ?, version = ?,"
                            + " upstream_ms = ?, candidates = ?, pictures = ?, failure = ?, change_seq = ? WHERE id = ? AND status = ?",
                    after.status(),
                    after.startedAt(),
                    after.finishedAt(),
                    after.cancelRequested(),
                    after.version(),
                    after.upstreamMs(),
                    after.candidates(),
                    TaskRows.numbers(after.pictures()),
                    after.failure() == null ? null : rows.json(after.failure()),
                    number,
                    after.id(),
                    before.status());
            if (changed == 0) {
                return 0L;
            }
            TaskRows.saveAttempts(c, after, before.attempts());
            keepReferencesOfEntries(c, before, after);
            return number;
        });
        mirrors.changed(TaskStore.MIRROR);
        return change;
    }

    @Override
    public long lastChange() {
        return database.query(c -> Sql.number(c, "SELECT last FROM task_change"));
    }

    @Override
    public List<Changed> changedAfter(long change, int limit) {
        return database.query(c -> Sql.list(
                c,
                SELECT + "WHERE change_seq > ? ORDER BY change_seq LIMIT ?",
                row -> new Changed(rows.task(c, row), row.getLong("change_seq")),
                change,
                limit));
    }

    @Override
    public List<Task> ofEntry(String entryId) {
        return database.query(c -> Sql.list(
                c, SELECT + "WHERE entry_id = ? ORDER BY created_at DESC, id DESC", row -> rows.task(c, row), entryId));
    }

    /** For each picture that has come into the gallery with this change. */
    private static void keepReferencesOfEntries(Connection c, Task before, Task after) throws SQLException {
        for (int number : after.pictures()) {
            if (before.pictures().contains(number)) {
                continue;
            }
            for (ReferencePicture picture : after.request().allPictures()) {
                Sql.execute(
                        c,
                        "INSERT INTO entry_reference(sha256, entry_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        picture.sha256(),
                        GenerationJob.entryId(after.entryId(), number));
            }
        }
    }

    @Override
    public Optional<Task> find(String id) {
        return database.query(c -> Sql.first(c, SELECT + "WHERE id = ?", row -> rows.task(c, row), id));
    }

    @Override
    public Optional<Keyed> findByKey(String key) {
        return database.query(c -> Sql.first(
                c,
                "SELECT body_hash, task_id FROM idempotency WHERE key = ?",
                row -> new Keyed(row.getString(1), row.getString(2)),
                key));
    }

    @Override
    public List<Task> list(int limit, TaskFilter filter) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE 1 = 1");
        List<Object> values = new ArrayList<>();
        if (!filter.statuses().isEmpty()) {
            sql.append(" AND status IN (")
                    .append(String.join(
                            ", ", Collections.nCopies(filter.statuses().size(), "?")))
                    .append(')');
            values.addAll(filter.statuses());
        }
        String requestId = filter.requestId();
        if (requestId != null) {
            sql.append(" AND request_id = ?");
            values.add(requestId);
        }
        String before = filter.before();
        if (before != null) {
            sql.append(" AND (created_at, id) < (SELECT created_at, id FROM task WHERE id = ?)");
            values.add(before);
        }
        sql.append(" ORDER BY created_at DESC, id DESC LIMIT ?");
        values.add(limit);
        return database.query(c -> Sql.list(c, sql.toString(), row -> rows.task(c, row), values.toArray()));
    }

    @Override
    public List<Past> past(String configId, String model, int limit) {
        return database.query(c -> Sql.list(
                c,
                "SELECT finished_at - started_at AS millis, request FROM task"
                        + " WHERE status = 'DONE' AND config_id = ? AND model = ? AND upstream_ms IS NOT NULL"
                        + " ORDER BY created_at DESC LIMIT ?",
                row -> new Past(
                        rows.parse(row.getString("request"), GenerationRequest.class)
                                .options(),
                        Duration.ofMillis(row.getLong("millis"))),
                configId,
                model,
                limit));
    }

    @Override
    public List<Task> unfinished() {
        return database.query(c -> Sql.list(
                c,
                SELECT + "WHERE status IN ('QUEUED', 'RUNNING', 'SAVING') ORDER BY created_at, id",
                row -> rows.task(c, row)));
    }

    @Override
    public List<String> expire(Instant endedBefore, int limit) {
        List<String> expired = database.update(c -> Sql.list(
                c,
                "DELETE FROM task WHERE id IN (SELECT id FROM task WHERE finished_at < ? LIMIT ?) RETURNING entry_id",
                row -> row.getString(1),
                endedBefore,
                limit));
        if (!expired.isEmpty()) {
            mirrors.changed(TaskStore.MIRROR);
        }
        return expired;
    }

    @Override
    public boolean needsReference(String sha256) {
        return database.query(c -> Sql.number(
                        c,
                        "SELECT EXISTS (SELECT 1 FROM task_reference WHERE sha256 = ?)"
                                + " OR EXISTS (SELECT 1 FROM entry_reference JOIN gallery_entry ON gallery_entry.id = entry_id"
                                + " WHERE sha256 = ?)",
                        sha256,
                        sha256)
                > 0);
    }
}
