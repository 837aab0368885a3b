package studio.storage;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Changes of all instances on one PostgreSQL. Those of this process are passed on as by {@link LocalChangeBus}; a thread sends them by
 * {@code NOTIFY}, so that no write waits for it, and another listens. What is lost on the way, since a connection breaks or a process
 * dies after a commit, is made good by looking for tasks with newer numbers, every few seconds and after each connect.
 */
final class PostgresChangeBus implements ChangeBus, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresChangeBus.class);
    private static final String CHANNEL = "studio_changes";

    /** The length that {@code NOTIFY} takes is 8000 bytes. */
    private static final int MAX_BYTES = 7_500;

    private static final int MAX_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final long RETRY_MS = 500;

    /** First of a message that says nothing, by which the way there and back is measured. */
    private static final String PROBE = "PROBE\t";

    /** Without a probe for so long nothing arrives. */
    private static final Duration SILENCE = LOOK.multipliedBy(4);

    private final String instance = UUID.randomUUID().toString();
    private final Transactions transactions;
    private final LocalChangeBus local;
    private final DataSource connections;
    private final BlockingQueue<Change> outgoing = new LinkedBlockingQueue<>(MAX_WAITING);
    private final List<Thread> threads;
    private volatile boolean closed;

    /** The number of the newest change of a task that was looked at; negative before the first look. Of the listener's thread. */
    private long looked = -1;

    /** When a probe arrived last, by {@link System#nanoTime}, and how long it took; null before the first. */
    private volatile @Nullable Probe arrived;

    private record Probe(long at, Duration took) {}

    /** @param connections of which two are used for as long as this is open */
    PostgresChangeBus(Transactions transactions, DataSource connections) {
        this.transactions = transactions;
        this.local = new LocalChangeBus(transactions);
        this.connections = connections;
        this.threads = List.of(started("changes-listen", this::listen), started("changes-send", this::send));
    }

    private Thread started(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).start(() -> connected(name, work));
    }

    @Override
    public void publish(Change change) {
        local.publish(change);
        transactions.afterCommit(() -> offer(change));
    }

    /** One that finds no room is lost to the others until they look. */
    void offer(Change change) {
        if (!outgoing.offer(change)) {
            LOG.debug("More changes than can be sent");
        }
    }

    @Override
    public Optional<Duration> lag() {
        Probe last = arrived;
        return last == null || System.nanoTime() - last.at() > SILENCE.toNanos()
                ? Optional.empty()
                : Optional.of(last.took());
    }

    @Override
    public Subscription subscribe(Consumer<Change> reader) {
        return local.subscribe(reader);
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    /** What a thread does with its connection until that fails or all is over. */
    @FunctionalInterface
    private interface Work {
        void run(Connection connection) throws SQLException, InterruptedException;
    }

    private void connected(String name, Work work) {
        while (!closed) {
            try (Connection connection = connections.getConnection()) {
                work.run(connection);
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warnf("%s: the database does not answer (%s); trying again", name, e.getMessage());
                }
            }
            try {
                Thread.sleep(RETRY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void listen(Connection connection) throws SQLException {
        execute(connection, "LISTEN " + CHANNEL);
        // Who signed out while nobody listened.
        local.pass(Change.session(Change.ALL));
        local.pass(Change.queue());
        PGConnection notifications = connection.unwrap(PGConnection.class);
        try {
            long due = System.nanoTime();
            while (!closed) {
                if (System.nanoTime() - due >= 0) {
                    look(connection);
                    notify(connection, instance + "\n" + PROBE + System.nanoTime());
                    due = System.nanoTime() + LOOK.toNanos();
                }
                PGNotification[] received = notifications.getNotifications((int) LOOK.toMillis());
                for (PGNotification one : received == null ? new PGNotification[0] : received) {
                    receive(one.getParameter());
                }
            }
        } finally {
            execute(connection, "UNLISTEN *");
        }
    }

    /** Passes on what has changed since the last look, also what was heard of before. */
    private void look(Connection connection) throws SQLException {
        if (looked < 0) {
            try (PreparedStatement last = connection.prepareStatement("SELECT last FROM task_change");
                    ResultSet row = last.executeQuery()) {
                looked = row.next() ? row.getLong(1) : 0;
            }
            return;
        }
        int found;
        do {
            found = 0;
            try (PreparedStatement newer = connection.prepareStatement(
                    "SELECT id, version, change_seq FROM task WHERE change_seq > ? ORDER BY change_seq LIMIT "
                            + BATCH)) {
                newer.setLong(1, looked);
                try (ResultSet row = newer.executeQuery()) {
                    for (; row.next(); found++) {
                        looked = row.getLong("change_seq");
                        local.pass(new Change(Subject.TASK, row.getString("id"), row.getLong("version"), null));
                    }
                }
            }
        } while (found == BATCH);
    }

    private void send(Connection connection) throws SQLException, InterruptedException {
        while (true) {
            List<Change> batch = new ArrayList<>(List.of(outgoing.take()));
            outgoing.drainTo(batch);
            StringBuilder message = new StringBuilder(instance);
            int bytes = instance.length();
            for (Change change : batch) {
                String line = "\n" + ChangeLine.of(change);
                int more = line.getBytes(StandardCharsets.UTF_8).length;
                if (bytes + more > MAX_BYTES) {
                    notify(connection, message);
                    message = new StringBuilder(instance);
                    bytes = instance.length();
                }
                message.append(line);
                bytes += more;
            }
            notify(connection, message);
        }
    }

    private static void notify(Connection connection, CharSequence message) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
            notify.setString(1, message.toString());
            boolean unused = notify.execute();
        }
    }

    private void receive(String message) {
        String[] lines = message.split("\n", -1);
        if (lines.length == 2 && lines[0].equals(instance) && lines[1].startsWith(PROBE)) {
            long now = System.nanoTime();
            long sent = Long.parseLong(lines[1].substring(PROBE.length()));
            arrived = new Probe(now, Duration.ofNanos(now - sent));
        }
        for (int i = 1; i < lines.length && !lines[0].equals(instance); i++) {
            Change change = ChangeLine.read(lines[i]);
            if (change != null) {
                local.pass(change);
            }
        }
    }
}
