package studio.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.task.TaskRow.AttemptRow;

/** Turns tasks into rows and back. */
final class TaskRows {
    private final ObjectMapper mapper;

    TaskRows(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    TaskRow row(Task task, long change) {
        return new TaskRow(
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
                numbers(task.pictures()),
                json(task.request()),
                task.failure() == null ? null : json(task.failure()),
                task.request().configId(),
                task.request().model(),
                change);
    }

    Task task(TaskRow row, List<Attempt> attempts) {
        return new Task(
                row.id(),
                row.entryId(),
                row.requestId(),
                request(row.request()),
                row.status(),
                row.status().firstStage(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                row.retryOf(),
                row.cancelRequested(),
                failure(row.failure()),
                row.upstreamMs(),
                row.candidates(),
                attempts,
                numbers(row.pictures()),
                Set.of(),
                row.version());
    }

    static AttemptRow row(String taskId, Attempt attempt) {
        return new AttemptRow(
                taskId,
                attempt.number(),
                numbers(attempt.pictures()),
                attempt.startedAt(),
                attempt.finishedAt(),
                attempt.outcome(),
                attempt.code(),
                attempt.status(),
                attempt.requestId());
    }

    static Attempt attempt(AttemptRow row) {
        return new Attempt(
                row.number(),
                numbers(row.pictures()),
                row.startedAt(),
                row.finishedAt(),
                row.outcome(),
                row.code(),
                row.status(),
                row.requestId());
    }

    GenerationRequest request(String json) {
        return parse(json, GenerationRequest.class);
    }

    private @Nullable TaskFailure failure(@Nullable String json) {
        return json == null ? null : parse(json, TaskFailure.class);
    }

    /** Picture numbers as they stand in a column: {@code 1,2,5}. */
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
