package studio.gallery.file;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import studio.picture.PictureStore;
import studio.storage.Database;
import studio.storage.Dialect;
import studio.storage.Instances;
import studio.storage.StorageException;

/**
 * Notes in the database which pictures wait on the disk of this instance until the bucket takes them, so that no other instance
 * takes them for lost. A note counts for a day after its instance has confirmed it last.
 */
@Singleton
class SqlWaitingPictures {
    private static final Logger LOG = Logger.getLogger(SqlWaitingPictures.class);

    /** After so long whatever waits is noted, unless the database is away. */
    static final Duration NOTED_WITHIN = Duration.ofSeconds(10);

    private static final Duration CONFIRMED = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(1);

    private final Database database;
    private final PictureStore store;
    private final String own;
    private final boolean shared;

    /** What the rows say; null: not known yet. */
    private @Nullable Set<String> noted;

    private Instant confirmed = Instant.EPOCH;

    @Inject
    SqlWaitingPictures(Database database, PictureStore store, Instances instances) {
        this(database, store, instances.own());
    }

    /** @param own names this instance */
    SqlWaitingPictures(Database database, PictureStore store, String own) {
        this.database = database;
        this.store = store;
        this.own = own;
        this.shared = database.dialect() == Dialect.POSTGRESQL;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void note() {
        if (!shared) {
            return;
        }
        Set<String> now = store.onlyHere();
        Instant time = Instant.now();
        boolean due = confirmed.plus(CONFIRMED).isBefore(time);
        if (now.equals(noted) && (now.isEmpty() || !due)) {
            return;
        }
        try {
            database.run(() -> {
                int unused = database.update(handle -> write(handle, now, time));
            });
            noted = now;
            confirmed = time;
        } catch (RuntimeException e) {
            if (!StorageException.passes(e)) {
                throw e;
            }
            LOG.debug("What waits is noted when the database answers", e);
        }
    }

    private int write(Handle handle, Set<String> now, Instant time) {
        int removed = handle.createUpdate("DELETE FROM waiting_picture WHERE instance = :own OR noted_at < :old")
                .bind("own", own)
                .bind("old", time.minus(VALID))
                .execute();
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO waiting_picture (instance, file_name, noted_at) VALUES (:own, :name, :time)");
        for (String name : now) {
            batch.bind("own", own).bind("name", name).bind("time", time).add();
        }
        return now.isEmpty() ? removed : removed + batch.execute().length;
    }

    /** The names of all originals that wait at any instance. */
    Set<String> all() {
        if (!shared) {
            return Set.of();
        }
        return database.query(
                handle -> handle.createQuery("SELECT file_name FROM waiting_picture WHERE noted_at >= :old")
                        .bind("old", Instant.now().minus(VALID))
                        .mapTo(String.class)
                        .collect(Collectors.toSet()));
    }
}
