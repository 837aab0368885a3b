package studio.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import studio.task.TaskStore.Changed;

/** Turns tasks and their attempts into rows and back. Request and failure are JSON, picture numbers are {@code 1,2,5}. */
final class TaskRows {
    private static final int BATCH = 500;

    private final ObjectMapper mapper;

    TaskRows(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    <S extends SqlStatement<S>> S bind(S statement, Task task, long change) {
        return statement
                .bindMethods(task)
                .bind("pictures", numbers(task.pictures()))
                .bind("failure", task.failure() == null ? null : json(task.failure()))
                .bind("changeSeq", change);
    }

    /** Binds what never changes as well. */
    <S extends SqlStatement<S>> S bindAll(S statement, Task task, long change) {
        return bind(statement, task, change)
                .bind("request", json(task.request()))
                .bind("configId", task.request().configId())
                .bind("model", task.request().model());
    }

    static <S extends SqlStatement<S>> S bind(S statement, String taskId, Attempt attempt) {
        return statement.bindMethods(attempt).bind("taskId", taskId).bind("pictures", numbers(attempt.pictures()));
    }

    /** Reads rows of the task table; the attempts of many tasks are read together. */
    List<Changed> read(Handle handle, Query query) {
        List<Changed> found = query.map((row, context) -> new Changed(task(row), row.getLong("change_seq")))
                .list();
        Map<String, List<Attempt>> attempts = new HashMap<>();
        found.stream().gather(Gatherers.windowFixed(BATCH)).forEach(batch -> handle.createQuery(
                        "SELECT * FROM attempt WHERE task_id IN (<ids>) ORDER BY task_id, number")
                .bindList("ids", batch.stream().map(one -> one.task().id()).toList())
                .map((row, context) -> Map.entry(row.getString("task_id"), attempt(row)))
                .forEach(one -> attempts.computeIfAbsent(one.getKey(), id -> new ArrayList<>())
                        .add(one.getValue())));
        return found.stream()
                .map(one -> new Changed(
                        one.task().with(attempts.getOrDefault(one.task().id(), List.of())), one.change()))
                .toList();
    }

    private Task task(ResultSet row) throws SQLException {
        TaskStatus status = TaskStatus.valueOf(row.getString("status"));
        Long candidates = number(row, "candidates");
        String failure = row.getString("failure");
        return new Task(
                row.getString("id"),
                row.getString("entry_id"),
                row.getString("request_id"),
                request(row),
                status,
                status.firstStage(),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "started_at"),
                time(row, "finished_at"),
                row.getString("retry_of"),
                row.getBoolean("cancel_requested") || (!status.terminal() && row.getBoolean("cancel_asked")),
                failure == null ? null : parse(failure, TaskFailure.class),
                number(row, "upstream_ms"),
                candidates == null ? null : candidates.intValue(),
                List.of(),
                numbers(row.getString("pictures")),
                Set.of(),
                row.getLong("version"));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        Long status = number(row, "status");
        return new Attempt(
                row.getInt("number"),
                numbers(row.getString("pictures")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                time(row, "finished_at"),
                Attempt.Outcome.valueOf(row.getString("outcome")),
                row.getString("code"),
                status == null ? null : status.intValue(),
                row.getString("request_id"));
    }

    GenerationRequest request(ResultSet row) throws SQLException {
        return parse(row.getString("request"), GenerationRequest.class);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String column) {
        return column.isEmpty()
                ? List.of()
                : Arrays.stream(column.split(",", -1)).map(Integer::valueOf).toList();
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of ours cannot be written as JSON", e);
        }
    }

    private <T> T parse(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of the task table holds broken JSON", e);
        }
    }
}
