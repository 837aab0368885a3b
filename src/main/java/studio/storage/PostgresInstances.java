package studio.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.mapper.RowMapper;
import studio.settings.Environment;

/**
 * Instances as rows of a table that all of them share. A thread writes this one's, outside of the turns of writers, so that a busy
 * database leaves nobody for dead.
 */
final class PostgresInstances implements Instances, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresInstances.class);

    static final Duration BEAT = Duration.ofSeconds(5);
    static final Duration ALIVE_FOR = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SWEPT = Duration.ofDays(1);

    /** An answer that took longer says too little about the difference of two clocks. */
    private static final long QUICK_MS = 500;

    /** Milliseconds by the database's clock, also late in a transaction. */
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private final Database database;
    private final DataSource connections;
    private final String own;
    private final String name;
    private final String pictures;
    private final Duration beat;
    private final Duration aliveFor;
    private final Semaphore due = new Semaphore(0);
    private final Thread thread;

    private volatile int concurrent;
    private volatile boolean doubled;

    /** Of the thread, and of the first beat before it: when this process began by the database's clock, and the clocks' difference. */
    private long startedAt;

    private long ahead;

    /** By {@link System#nanoTime}: the newest beat, and the first one after a time without any. */
    private volatile long lastBeat;

    private volatile long unbroken;

    private volatile boolean closed;

    /**
     * Shows itself at once, so that nothing is done by an instance that is unknown to others.
     *
     * @param pictures as {@link Member#pictures}
     * @param beat how often it shows itself
     * @param aliveFor how long one is alive that does not
     */
    PostgresInstances(
            Database database,
            DataSource connections,
            String own,
            String name,
            String pictures,
            Duration beat,
            Duration aliveFor) {
        this.database = database;
        this.connections = connections;
        this.own = own;
        this.name = name;
        this.pictures = pictures;
        this.beat = beat;
        this.aliveFor = aliveFor;
        this.lastBeat = System.nanoTime();
        // From its start on there was no time in which it could not see the others.
        this.unbroken = lastBeat - aliveFor.toNanos();
        tryBeat();
        this.thread = Thread.ofPlatform().daemon().name("instance-seen").start(this::run);
    }

    private void run() {
        boolean seen = true;
        while (!closed) {
            try {
                boolean asked = due.tryAcquire((seen ? beat : RETRY).toMillis(), TimeUnit.MILLISECONDS);
                if (asked) {
                    due.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
            seen = tryBeat();
        }
    }

    private boolean tryBeat() {
        try (Connection connection = connections.getConnection()) {
            boolean shown = beat(connection);
            long now = System.nanoTime();
            if (now - lastBeat > aliveFor.toNanos() / 2) {
                unbroken = now;
            }
            lastBeat = now;
            if (!shown && !doubled) {
                LOG.errorf(
                        "Another process works as this instance (%s), since its data folder is a copy of this one's: stop"
                                + " one of them, remove instance.id from its data folder, and start it again",
                        own);
            }
            doubled = !shown;
            return true;
        } catch (SQLException e) {
            if (!closed) {
                LOG.warnf("This instance cannot show itself to others (%s); trying again", e.getMessage());
            }
            return false;
        }
    }

    /** False when a process that has started later shows itself by the same id. */
    private boolean beat(Connection connection) throws SQLException {
        long now = compareClocks(connection);
        if (startedAt == 0) {
            startedAt = now;
        }
        try (Statement sweep = connection.createStatement()) {
            sweep.executeUpdate("DELETE FROM instance WHERE seen_at < " + NOW + " - " + SWEPT.toMillis());
        }
        try (PreparedStatement show = connection.prepareStatement("""
                INSERT INTO instance (id, name, version, started_at, seen_at, clock_at, concurrent, pictures)
                SELECT ?, ?, ?, ?, now, now + ?, ?, ? FROM (SELECT %s AS now) AS clock
                ON CONFLICT (id) DO UPDATE SET
                    name = excluded.name, version = excluded.version, started_at = excluded.started_at,
                    seen_at = excluded.seen_at, clock_at = excluded.clock_at, concurrent = excluded.concurrent,
                    pictures = excluded.pictures
                WHERE instance.started_at <= excluded.started_at""".formatted(NOW))) {
            show.setString(1, own);
            show.setString(2, name);
            show.setString(3, Environment.version());
            show.setLong(4, startedAt);
            show.setLong(5, ahead);
            show.setInt(6, concurrent);
            show.setString(7, pictures);
            return show.executeUpdate() == 1;
        }
    }

    /** The database's time; this process' own is taken for the middle between question and answer. */
    private long compareClocks(Connection connection) throws SQLException {
        try (PreparedStatement clock = connection.prepareStatement("SELECT " + NOW)) {
            long asked = System.nanoTime();
            try (ResultSet row = clock.executeQuery()) {
                row.next();
                long theirs = row.getLong(1);
                long took = Duration.ofNanos(System.nanoTime() - asked).toMillis();
                if (took <= QUICK_MS || startedAt == 0) {
                    ahead = System.currentTimeMillis() - took / 2 - theirs;
                }
                return theirs;
            }
        }
    }

    @Override
    public String own() {
        return own;
    }

    @Override
    public boolean alive(String id) {
        if (id.equals(own)) {
            return true;
        }
        return database.query(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM instance WHERE id = :id AND seen_at > " + NOW + " - :alive)")
                .bind("id", id)
                .bind("alive", aliveMs())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public List<Member> all() {
        long alive = aliveMs();
        RowMapper<Member> member = (row, context) -> new Member(
                row.getString("id"),
                row.getString("name"),
                row.getString("version"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                Duration.ofMillis(row.getLong("clock_at") - row.getLong("seen_at")),
                row.getInt("concurrent"),
                row.getString("pictures"),
                row.getLong("unseen") < alive || row.getString("id").equals(own));
        return database.query(handle -> handle.createQuery(
                        "SELECT *, " + NOW + " - seen_at AS unseen FROM instance ORDER BY name, id")
                .map(member)
                .list());
    }

    /** How long ago an instance may have been seen: any time while it had no chance, or would have none now. */
    private long aliveMs() {
        long now = System.nanoTime();
        boolean fair = now - lastBeat <= aliveFor.toNanos() / 2 && now - unbroken >= aliveFor.toNanos();
        return (fair ? aliveFor : SWEPT).toMillis();
    }

    @Override
    public void worksOn(int concurrent) {
        if (this.concurrent != concurrent) {
            this.concurrent = concurrent;
            due.release();
        }
    }

    @Override
    public boolean doubled() {
        return doubled;
    }

    /** Takes leave: what this instance has not finished goes to others at once. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try (Connection connection = connections.getConnection();
                PreparedStatement leave =
                        connection.prepareStatement("DELETE FROM instance WHERE id = ? AND started_at = ?")) {
            leave.setString(1, own);
            leave.setLong(2, startedAt);
            leave.executeUpdate();
        } catch (SQLException e) {
            LOG.debug("The others notice by themselves", e);
        }
    }
}
