package studio.storage.job;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** What all use of db-scheduler has in common: the database, its clock, who one is, and when an instance is dead. */
public final class Executions {
    static final Duration BEAT = Duration.ofSeconds(5);
    private static final int MISSED = 4;

    private final DataSource database;
    private final Clock clock;
    private final String own;

    /** @param own names this instance in the rows of what it works on */
    public Executions(DataSource database, Clock clock, String own) {
        this.database = database;
        this.clock = clock;
        this.own = own;
    }

    /** The clock by which rows are due. */
    public Clock clock() {
        return clock;
    }

    /** A scheduler over a table; what is picked there by an instance that misses four heartbeats is dead. */
    public SchedulerBuilder over(String table, List<? extends Task<?>> tasks) {
        return Scheduler.create(database, List.copyOf(tasks))
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed(own))
                .clock(clock)
                .serializer(new NoData())
                .heartbeatInterval(BEAT)
                .missedHeartbeatsLimit(MISSED);
    }
}
