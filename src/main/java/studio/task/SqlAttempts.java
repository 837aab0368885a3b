package studio.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import studio.task.TaskRow.AttemptRow;

/** The attempts of tasks in SQL; those of many tasks are read together. */
final class SqlAttempts {
    private static final int BATCH = 500;

    private final RowMapper<AttemptRow> rows = ConstructorMapper.of(AttemptRow.class);

    /** Writes those that are not known to be stored as they are. */
    void save(Handle handle, Task task, List<Attempt> known) {
        for (Attempt attempt : task.attempts()) {
            if (!known.contains(attempt)) {
                handle.createUpdate("""
                                INSERT INTO attempt (
                                    task_id, number, pictures, started_at, finished_at, outcome, code, status, request_id)
                                VALUES (
                                    :taskId, :number, :pictures, :startedAt, :finishedAt, :outcome, :code, :status,
                                    :requestId)
                                ON CONFLICT (task_id, number) DO UPDATE SET
                                    finished_at = excluded.finished_at, outcome = excluded.outcome,
                                    code = excluded.code, status = excluded.status, request_id = excluded.request_id""")
                        .bindMethods(TaskRows.row(task.id(), attempt))
                        .execute();
            }
        }
    }

    /** By the tasks' ids, in their order. */
    Map<String, List<Attempt>> of(Handle handle, List<TaskRow> tasks) {
        Map<String, List<Attempt>> attempts = new HashMap<>();
        for (int from = 0; from < tasks.size(); from += BATCH) {
            List<TaskRow> batch = tasks.subList(from, Math.min(from + BATCH, tasks.size()));
            handle.createQuery("SELECT * FROM attempt WHERE task_id IN (<ids>) ORDER BY task_id, number")
                    .bindList("ids", batch.stream().map(TaskRow::id).toList())
                    .map(rows)
                    .forEach(row -> attempts.computeIfAbsent(row.taskId(), id -> new ArrayList<>())
                            .add(TaskRows.attempt(row)));
        }
        return attempts;
    }
}
