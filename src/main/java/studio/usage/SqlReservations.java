package studio.usage;

import java.math.BigDecimal;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import studio.storage.Database;

/**
 * Reservations as rows that all instances see. One ends with its task: the commit that writes a task's end and its cost is the one
 * that ends what was held, so a dead instance holds nothing for longer than its tasks last. Rows that hold nothing go with the next
 * reservation for the same API config.
 */
final class SqlReservations implements Reservations {
    private static final Logger LOG = Logger.getLogger(SqlReservations.class);

    /** How long an amount is held for a task that is not written, since that is about to be. Milliseconds. */
    private static final long UNWRITTEN = 60_000;

    private static final String NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
    private static final String ROWS = "budget_reservation AS held LEFT JOIN task ON task.id = held.task_id";
    private static final String UNDER_WAY = """
            (CASE WHEN task.id IS NULL THEN held.held_at > %s - %d
                ELSE task.status IN ('QUEUED', 'RUNNING', 'SAVING') END)""".formatted(NOW, UNWRITTEN);

    private final Database database;

    SqlReservations(Database database) {
        this.database = database;
    }

    /** The writers of all instances take turns anyway; the lock of its own keeps the promise where they would not. */
    @Override
    public void inTurn(String configId, Runnable step) {
        boolean unused = database.update(handle -> {
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('budget ' || :config, 0)) IS NULL")
                    .bind("config", configId)
                    .mapTo(Boolean.class)
                    .one();
            step.run();
            return true;
        });
    }

    @Override
    public BigDecimal held(String configId, String exceptTask) {
        return database.query(handle -> handle.createQuery("SELECT coalesce(sum(held.amount_nanos), 0) FROM " + ROWS
                        + " WHERE held.config_id = :config AND held.task_id <> :task AND " + UNDER_WAY)
                .bind("config", configId)
                .bind("task", exceptTask)
                .map((row, context) -> SqlLedger.usd(row.getLong(1)))
                .one());
    }

    @Override
    public void hold(String taskId, String configId, BigDecimal amount) {
        int unused = database.update(handle -> handle.createUpdate("""
                        WITH over AS (
                            DELETE FROM budget_reservation WHERE task_id IN (
                                SELECT held.task_id FROM %s
                                WHERE held.config_id = :config AND held.task_id <> :task AND NOT %s))
                        INSERT INTO budget_reservation (task_id, config_id, amount_nanos, held_at)
                        VALUES (:task, :config, :amount, %s)
                        ON CONFLICT (task_id) DO UPDATE SET config_id = excluded.config_id,
                            amount_nanos = excluded.amount_nanos, held_at = excluded.held_at""".formatted(ROWS, UNDER_WAY, NOW))
                .bind("task", taskId)
                .bind("config", configId)
                .bind("amount", SqlLedger.nanos(amount))
                .execute());
    }

    /** A task that has ended holds nothing already, so its end costs no second write. */
    @Override
    public void release(String taskId) {
        try {
            if (database.query(handle -> holds(handle, taskId))) {
                int unused = database.update(
                        handle -> handle.execute("DELETE FROM budget_reservation WHERE task_id = ?", taskId));
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "What was held for task %s is released by its end, or in a minute", taskId);
        }
    }

    private static boolean holds(Handle handle, String taskId) {
        return handle.createQuery("SELECT count(*) > 0 FROM " + ROWS + " WHERE held.task_id = :task AND " + UNDER_WAY)
                .bind("task", taskId)
                .mapTo(Boolean.class)
                .one();
    }
}
