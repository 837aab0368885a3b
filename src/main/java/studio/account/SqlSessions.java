package studio.account;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.Database;
import studio.storage.Dialect;
import studio.storage.RecordMapper;
import studio.storage.job.Job;

/**
 * The sessions that go on; one that is not here has ended. All are in memory, so that a request is checked without a read. When a
 * session was last seen is written every few minutes for all of them together. Where there are other instances, each is told what
 * another has opened and ended, and looks for what it was not told.
 */
@Singleton
class SqlSessions {
    /** Above it the session goes that has not been seen for longest: a program that signs in for each call must not fill the disk. */
    static final int MAX = 5000;

    private static final Logger LOG = Logger.getLogger(SqlSessions.class);

    /**
     * A sign-in.
     *
     * @param id the {@code jti} of its tokens
     * @param generation of the password that it was opened with
     * @param browser see {@link Device}, as {@code system}
     * @param remembered whether the person asked to stay signed in
     * @param lastSeenAt as of the last write; {@link #all} has the newest
     */
    @RegisterForReflection
    record Row(
            String id,
            String generation,
            @Nullable String browser,
            @Nullable String system,
            boolean remembered,
            Instant signedInAt,
            Instant lastSeenAt,
            Instant expiresAt) {

        private Row seen(long millis) {
            return new Row(
                    id, generation, browser, system, remembered, signedInAt, Instant.ofEpochMilli(millis), expiresAt);
        }
    }

    /** One in memory. */
    private static final class Open {
        private final Row row;
        private volatile long seen;
        private long written;

        private Open(Row row) {
            this.row = row;
            this.seen = row.lastSeenAt().toEpochMilli();
            this.written = seen;
        }
    }

    private final Database database;
    private final ChangeBus changes;
    /** Whether another instance may have opened a session that is not known here. */
    final boolean shared;

    private final RowMapper<Row> rows = RecordMapper.of(Row.class);
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    SqlSessions(Database database, ChangeBus changes) {
        this.database = database;
        this.changes = changes;
        this.shared = database.dialect() == Dialect.POSTGRESQL;
        readAll();
        if (shared) {
            changes.subscribe(this::changed);
        }
    }

    private void changed(Change change) {
        if (change.subject() == ChangeBus.Subject.SESSION && change.ofAll()) {
            readAll();
        } else if (change.subject() == ChangeBus.Subject.SESSION) {
            read(change.id());
        }
    }

    private synchronized void readAll() {
        Map<String, Row> stored = database
                .query(handle -> handle.createQuery("SELECT * FROM session WHERE expires_at > :now")
                        .bind("now", Instant.now())
                        .map(rows)
                        .list())
                .stream()
                .collect(Collectors.toMap(Row::id, Function.identity()));
        open.keySet().retainAll(stored.keySet());
        stored.forEach((id, row) -> open.putIfAbsent(id, new Open(row)));
    }

    /** Makes sure of one session in the database. Blocks. */
    synchronized void read(String id) {
        Optional<Row> stored = database.query(
                handle -> handle.createQuery("SELECT * FROM session WHERE id = :id AND expires_at > :now")
                        .bind("id", id)
                        .bind("now", Instant.now())
                        .map(rows)
                        .findOne());
        stored.ifPresentOrElse(row -> open.putIfAbsent(id, new Open(row)), () -> open.remove(id));
    }

    /** Of an instance that was killed before it could tell the others. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void readWhatOthersWrote() {
        if (shared) {
            readAll();
        }
    }

    /** Whether the session goes on, which counts as having seen it. Touches memory only. */
    boolean goesOn(String id) {
        Open session = open.get(id);
        if (session == null) {
            return false;
        }
        session.seen = System.currentTimeMillis();
        return true;
    }

    Optional<Row> find(String id) {
        return Optional.ofNullable(open.get(id)).map(session -> session.row.seen(session.seen));
    }

    /** Those of a generation of the password that have not run out, the last seen first. */
    List<Row> all(String generation, Instant now) {
        return open.values().stream()
                .filter(session -> session.row.generation().equals(generation)
                        && session.row.expiresAt().isAfter(now))
                .map(session -> session.row.seen(session.seen))
                .sorted(Comparator.comparing(Row::lastSeenAt).reversed())
                .toList();
    }

    /** On disk when this returns. */
    synchronized void add(Row session) {
        List<String> gone = new ArrayList<>();
        if (open.size() >= MAX) {
            open.values().stream()
                    .min(Comparator.comparingLong(other -> other.seen))
                    .ifPresent(oldest -> gone.add(oldest.row.id()));
        }
        database.update(handle -> {
            gone.forEach(id -> handle.execute("DELETE FROM session WHERE id = ?", id));
            return handle.createUpdate("""
                            INSERT INTO session (id, generation, browser, system, remembered, signed_in_at, last_seen_at, expires_at)
                            VALUES (:id, :generation, :browser, :system, :remembered, :signedInAt, :lastSeenAt, :expiresAt)""")
                    .bind("id", session.id())
                    .bind("generation", session.generation())
                    .bind("browser", session.browser())
                    .bind("system", session.system())
                    .bind("remembered", session.remembered())
                    .bind("signedInAt", session.signedInAt())
                    .bind("lastSeenAt", session.lastSeenAt())
                    .bind("expiresAt", session.expiresAt())
                    .execute();
        });
        gone.forEach(open::remove);
        open.put(session.id(), new Open(session));
        gone.forEach(id -> changes.publish(Change.session(id)));
        changes.publish(Change.session(session.id()));
    }

    /** Ends a session for good; returns whether there was one. */
    synchronized boolean end(String id) {
        database.update(handle -> handle.execute("DELETE FROM session WHERE id = ?", id));
        boolean known = open.remove(id) != null;
        changes.publish(Change.session(id));
        return known;
    }

    /**
     * Ends all sessions for good; returns how many.
     *
     * @param kept the id of one that goes on; null: none
     */
    synchronized int endAll(@Nullable String kept) {
        database.update(handle -> handle.createUpdate("DELETE FROM session WHERE id IS DISTINCT FROM :kept")
                .bind("kept", kept)
                .execute());
        int before = open.size();
        open.keySet().removeIf(id -> !id.equals(kept));
        int ended = before - open.size();
        changes.publish(Change.session(Change.ALL));
        return ended;
    }

    @Produces
    @Singleton
    Job keeping() {
        return Job.each("sessions-seen", Duration.ofMinutes(5), Duration.ofMinutes(5), this::keep);
    }

    /** Writes which sessions were seen meanwhile, and forgets those that have run out. */
    synchronized void keep() {
        Instant now = Instant.now();
        List<Open> seen = open.values().stream()
                .filter(session -> session.seen > session.written)
                .toList();
        boolean expired = open.values().removeIf(one -> !one.row.expiresAt().isAfter(now));
        if (seen.isEmpty() && !expired) {
            return;
        }
        database.update(handle -> {
            handle.createUpdate("DELETE FROM session WHERE expires_at <= :now")
                    .bind("now", now)
                    .execute();
            if (!seen.isEmpty()) {
                PreparedBatch batch = handle.prepareBatch(
                        "UPDATE session SET last_seen_at = :seen WHERE id = :id AND last_seen_at < :seen");
                for (Open session : seen) {
                    session.written = session.seen;
                    batch.bind("seen", session.written)
                            .bind("id", session.row.id())
                            .add();
                }
                int[] unused = batch.execute();
            }
            return seen.size();
        });
    }

    void atShutdown(@Observes ShutdownEvent event) {
        try {
            keep();
        } catch (RuntimeException e) {
            LOG.debug("When sessions were last seen is not written", e);
        }
    }
}
