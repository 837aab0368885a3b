package studio.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherers;
import org.jdbi.v3.core.statement.Query;
import studio.storage.Database;

/** What instances on the same database ask of each other's tasks. Every method joins the transaction under way. */
@Singleton
public class SqlSharedTasks {
    private static final int BATCH = 500;

    private final Database database;
    private final TaskRows rows;

    public SqlSharedTasks(Database database, ObjectMapper mapper) {
        this.database = database;
        this.rows = new TaskRows(mapper);
    }

    /** Those that there are, in any order. */
    public List<TaskStore.Changed> findAll(Collection<String> ids) {
        return inBatches(
                ids,
                batch -> database.query(handle -> {
                    Query query = handle.createQuery("SELECT * FROM task WHERE id IN (<ids>)")
                            .bindList("ids", batch);
                    return rows.read(handle, query);
                }));
    }

    private static <T> List<T> inBatches(Collection<String> ids, Function<List<String>, List<T>> read) {
        return ids.stream()
                .distinct()
                .gather(Gatherers.windowFixed(BATCH))
                .flatMap(batch -> read.apply(batch).stream())
                .toList();
    }

    /** How many tasks have not ended. */
    public int unfinished() {
        return database.query(handle -> handle.createQuery(
                        "SELECT count(*) FROM task WHERE status IN ('QUEUED', 'RUNNING', 'SAVING')")
                .mapTo(Integer.class)
                .one());
    }

    /** Wants a task stopped that another instance works on. The task is not a version newer: its owner, or who takes it over, cancels it. */
    public void askToCancel(String id) {
        int unused = database.update(handle -> handle.createUpdate(
                        "UPDATE task SET cancel_asked = 1 WHERE id = :id AND status IN ('QUEUED', 'RUNNING', 'SAVING')")
                .bind("id", id)
                .execute());
    }

    /** Of these tasks those that are wanted stopped. */
    public List<String> askedToCancel(Collection<String> ids) {
        return inBatches(
                ids,
                batch -> database.query(
                        handle -> handle.createQuery("SELECT id FROM task WHERE cancel_asked = 1 AND id IN (<ids>)")
                                .bindList("ids", batch)
                                .mapTo(String.class)
                                .list()));
    }
}
