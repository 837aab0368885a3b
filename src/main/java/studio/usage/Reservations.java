package studio.usage;

import java.math.BigDecimal;
import studio.storage.Database;

/**
 * Amounts that are held for tasks under way, so that several together stay within a budget. Where several instances share a database
 * they are rows of it, and everything here joins the transaction under way.
 */
interface Reservations {

    /** In memory for the only process, in rows for one of many. */
    static Reservations over(Database database) {
        return switch (database.dialect()) {
            case SQLITE -> new MemoryReservations();
            case POSTGRESQL -> new SqlReservations(database);
        };
    }

    /** Runs a step while nobody else reserves for that API config, at any instance: what it reads is still true when it writes. */
    void inTurn(String configId, Runnable step);

    /** What is held for an API config in US dollars, apart from one task. */
    BigDecimal held(String configId, String exceptTask);

    /** Holds an amount in place of what was held for the task before. */
    void hold(String taskId, String configId, BigDecimal amount);

    /** Holds nothing for the task any more. Never fails. */
    void release(String taskId);
}
