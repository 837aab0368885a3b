package studio.task.dispatch;

import java.util.List;
import org.jdbi.v3.core.Handle;
import studio.storage.Database;
import studio.storage.Instances;
import studio.task.run.TaskDispatch.Load;

/**
 * The rows by which db-scheduler gives out tasks, one for each that has not ended. They are written here and not by its client, so
 * that a task and its row are one transaction; their columns are documented by db-scheduler.
 */
final class SqlExecutions {
    /** Of what db-scheduler calls a task; the id of ours is the name of the instance. */
    static final String NAME = "generate";

    static final String TABLE = "task_execution";

    private final Database database;
    private final Instances instances;

    SqlExecutions(Database database, Instances instances) {
        this.database = database;
        this.instances = instances;
    }

    /** Tasks of all instances that have not ended. */
    Load load() {
        return database.query(SqlExecutions::load);
    }

    private static Load load(Handle handle) {
        return handle.createQuery("""
                        SELECT
                            count(*) FILTER (WHERE status <> 'QUEUED' OR owner IS NOT NULL) AS running,
                            count(*) FILTER (WHERE status = 'QUEUED' AND owner IS NULL) AS waiting
                        FROM task WHERE status IN ('QUEUED', 'RUNNING', 'SAVING')""")
                .map((row, context) -> new Load(row.getInt("running"), row.getInt("waiting")))
                .one();
    }

    /** Lets a task wait for who takes it, from now on. A second before now, for those whose clocks are behind. */
    void add(String taskId) {
        database.update(handle -> handle.createUpdate("INSERT INTO " + TABLE + """
                         (task_name, task_instance, execution_time, picked, version)
                        VALUES (:name, :id, clock_timestamp() - interval '1 second', FALSE, 1)
                        ON CONFLICT DO NOTHING""")
                .bind("name", NAME)
                .bind("id", taskId)
                .execute());
    }

    void remove(String taskId) {
        database.update(handle -> handle.createUpdate(
                        "DELETE FROM " + TABLE + " WHERE task_name = :name AND task_instance = :id")
                .bind("name", NAME)
                .bind("id", taskId)
                .execute());
    }

    /** What this process works on without db-scheduler, since it did before a restart: nobody else takes it. */
    void hold(String taskId) {
        database.update(handle -> handle.createUpdate("INSERT INTO " + TABLE + """
                         (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                        VALUES (:name, :id, clock_timestamp(), TRUE, :own, clock_timestamp(), 1)
                        ON CONFLICT (task_name, task_instance) DO UPDATE SET
                            picked = TRUE, picked_by = :own, last_heartbeat = clock_timestamp(),
                            version = task_execution.version + 1""")
                .bind("name", NAME)
                .bind("id", taskId)
                .bind("own", instances.own())
                .execute());
    }

    /** Gives back what an earlier run of this process had picked, so that it does not look alive by the beats of this one. */
    void giveBack() {
        int unused = database.update(handle -> handle.createUpdate("UPDATE " + TABLE + """
                         SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1
                        WHERE picked AND picked_by = :own""")
                .bind("own", instances.own())
                .execute());
    }

    /** Shows that what {@link #hold} says is still so. */
    void beat(List<String> held) {
        if (!held.isEmpty()) {
            int unused = database.update(handle -> handle.createUpdate("UPDATE " + TABLE + """
                             SET last_heartbeat = clock_timestamp()
                            WHERE picked AND picked_by = :own AND task_instance IN (<held>)""")
                    .bind("own", instances.own())
                    .bindList("held", held)
                    .execute());
        }
    }

    /** Lets wait what has no row: tasks of a backup, or of an embedded server. */
    int addMissing() {
        return database.update(handle -> handle.createUpdate("INSERT INTO " + TABLE + """
                         (task_name, task_instance, execution_time, picked, version)
                        SELECT :name, id, to_timestamp(created_at / 1000.0), FALSE, 1 FROM task
                        WHERE status IN ('QUEUED', 'RUNNING', 'SAVING')
                        ON CONFLICT DO NOTHING""")
                .bind("name", NAME)
                .execute());
    }

    /** Puts a waiting task before all others that wait; false when it does not wait. */
    boolean toFront(String taskId) {
        return database.update(handle -> handle.createUpdate("UPDATE " + TABLE + """
                         SET execution_time = (
                            SELECT min(execution_time) FROM task_execution WHERE task_name = :name AND NOT picked)
                            - interval '1 millisecond'
                        WHERE task_name = :name AND task_instance = :id AND NOT picked
                            AND EXISTS (SELECT 1 FROM task WHERE id = :id AND status = 'QUEUED' AND owner IS NULL)""")
                        .bind("name", NAME)
                        .bind("id", taskId)
                        .execute())
                > 0;
    }

    /** The ids of waiting tasks in their order, at most that many. */
    List<String> next(int most) {
        return database.query(handle ->
                handle.createQuery("""
                        SELECT id FROM task WHERE status = 'QUEUED' AND owner IS NULL
                        ORDER BY queue_rank, created_at, id LIMIT :most""").bind("most", most).mapTo(String.class).list());
    }

    /** Tasks at once of all instances that are alive. */
    int concurrent() {
        return instances.all().stream()
                .filter(Instances.Member::alive)
                .mapToInt(Instances.Member::concurrent)
                .sum();
    }
}
