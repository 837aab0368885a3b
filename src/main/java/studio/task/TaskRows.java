package studio.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import studio.storage.Sql;

/** Tasks and their attempts as they stand in the columns of their tables. */
final class TaskRows {
    private final ObjectMapper mapper;

    TaskRows(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Writes those that are not known to stand there as they are. */
    static void saveAttempts(Connection c, Task task, List<Attempt> known) throws SQLException {
        for (Attempt attempt : task.attempts()) {
            if (known.contains(attempt)) {
                continue;
            }
            Sql.execute(
                    c,
                    "INSERT INTO attempt(task_id, number, pictures, started_at, finished_at, outcome, code, status,"
                            + " request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(task_id, number) DO UPDATE SET"
                            + " finished_at = excluded.finished_at, outcome = excluded.outcome, code = excluded.code,"
                            + " status = excluded.status, request_id = excluded.request_id",
                    task.id(),
                    attempt.number(),
                    numbers(attempt.pictures()),
                    attempt.startedAt(),
                    attempt.finishedAt(),
                    attempt.outcome(),
                    attempt.code(),
                    attempt.status(),
                    attempt.requestId());
        }
    }

    /** With its attempts, which are asked for beside it. */
    Task task(Connection c, ResultSet row) throws SQLException {
        TaskStatus status = TaskStatus.valueOf(row.getString("status"));
        String failure = row.getString("failure");
        String id = row.getString("id");
        Long candidates = Sql.nullableLong(row, "candidates");
        return new Task(
                id,
                row.getString("entry_id"),
                row.getString("request_id"),
                parse(row.getString("request"), GenerationRequest.class),
                status,
                status.firstStage(),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "finished_at"),
                row.getString("retry_of"),
                row.getInt("cancel_requested") != 0,
                failure == null ? null : parse(failure, TaskFailure.class),
                Sql.nullableLong(row, "upstream_ms"),
                candidates == null ? null : Integer.valueOf(candidates.intValue()),
                attempts(c, id),
                numbers(row.getString("pictures")),
                Set.of(),
                row.getLong("version"));
    }

    private static List<Attempt> attempts(Connection c, String taskId) throws SQLException {
        return Sql.list(
                c,
                "SELECT * FROM attempt WHERE task_id = ? ORDER BY number",
                row -> {
                    Long status = Sql.nullableLong(row, "status");
                    return new Attempt(
                            row.getInt("number"),
                            numbers(row.getString("pictures")),
                            Instant.ofEpochMilli(row.getLong("started_at")),
                            Sql.instant(row, "finished_at"),
                            Attempt.Outcome.valueOf(row.getString("outcome")),
                            row.getString("code"),
                            status == null ? null : Integer.valueOf(status.intValue()),
                            row.getString("request_id"));
                },
                taskId);
    }

    /** Picture numbers as they stand in a column: {@code 1,2,5}. */
    static String numbers(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String column) {
        return column.isEmpty()
                ? List.of()
                : Arrays.stream(column.split(",", -1)).map(Integer::valueOf).toList();
    }

    String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of ours cannot be written as JSON", e);
        }
    }

    <T> T parse(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of the task table holds broken JSON", e);
        }
    }
}
