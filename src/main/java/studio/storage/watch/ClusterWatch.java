package studio.storage.watch;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import studio.storage.ChangeBus;
import studio.storage.Database;
import studio.storage.Dialect;
import studio.storage.Instances;

/** Looks at what instances share: themselves, the way of changes, and the work that is given out. Every look is one short read. */
@Singleton
public class ClusterWatch {
    /** An execution is seen by its owner every few seconds. */
    private static final Duration DEAD = Duration.ofMinutes(1);

    private final Database database;
    private final Instances instances;
    private final ChangeBus changes;

    public ClusterWatch(Database database, Instances instances, ChangeBus changes) {
        this.database = database;
        this.instances = instances;
        this.changes = changes;
    }

    /**
     * What is given out, over all instances.
     *
     * @param waiting tasks that none has taken yet
     * @param taken tasks and jobs that one works on
     * @param dead of these the ones whose instance has not been heard of for a minute, though others should have taken over by then
     */
    public record Work(long waiting, long taken, long dead) {}

    /**
     * The answer of the database to a question without content.
     *
     * @param product and version
     * @param schema number of the newest migration, which may be of a newer version of the product
     */
    public record Answer(String product, int schema, Duration took) {}

    /** Whether this process is one of several, or can be. */
    public boolean several() {
        return database.dialect() == Dialect.POSTGRESQL;
    }

    public Answer database() {
        String product = database.describe();
        int schema = database.query(
                handle -> handle.select("SELECT max(version::int) FROM flyway_schema_history WHERE success")
                        .mapTo(Integer.class)
                        .one());
        long asked = System.nanoTime();
        var unused = database.query(
                handle -> handle.select("SELECT 1").mapTo(Integer.class).one());
        return new Answer(product, schema, Duration.ofNanos(System.nanoTime() - asked));
    }

    /** As {@link ChangeBus#lag}. */
    public Optional<Duration> lag() {
        return changes.lag();
    }

    public String own() {
        return instances.own();
    }

    /** As {@link Instances#all}. */
    public List<Instances.Member> instances() {
        return instances.all();
    }

    /** As {@link Instances#doubled}. */
    public boolean doubled() {
        return instances.doubled();
    }

    /** @throws IllegalStateException where there is only one process, which gives out nothing */
    public Work work() {
        if (!several()) {
            throw new IllegalStateException("Nothing is given out");
        }
        return database.query(handle -> {
            Work tasks = work(handle, "task_execution");
            Work jobs = work(handle, "job_execution");
            return new Work(tasks.waiting(), tasks.taken() + jobs.taken(), tasks.dead() + jobs.dead());
        });
    }

    private static Work work(Handle handle, String table) {
        return handle.createQuery("""
                SELECT count(*) FILTER (WHERE NOT picked AND execution_time <= now()) AS waiting,
                       count(*) FILTER (WHERE picked) AS taken,
                       count(*) FILTER (WHERE picked AND last_heartbeat < now() - make_interval(secs => :dead)) AS dead
                FROM\s""" + table)
                .bind("dead", DEAD.toSeconds())
                .map((row, context) -> new Work(row.getLong("waiting"), row.getLong("taken"), row.getLong("dead")))
                .one();
    }
}
