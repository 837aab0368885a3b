package studio.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import studio.files.AtomicFiles;
import studio.settings.FolderSettings;
import studio.web.BasePath.ServerPath;

/**
 * Keeps the mirrors up to date: atomically, a few seconds after the last of several changes, and at shutdown. Where changes do not
 * cease a mirror is written once a minute, a large one less often, so that writing takes no more than a twentieth of the time. A
 * file of the earlier server is never overwritten before {@link EarlierData} says that it has been imported.
 */
@Singleton
@Startup(2) // before the first change
public class Mirrors {
    /** The priority of the last writing at shutdown; observers that still change a store need a lower one. */
    static final int SHUTDOWN = 100_000;

    private static final Logger LOG = Logger.getLogger(Mirrors.class);
    private static final int REST_FACTOR = 20;
    /** A store that has not changed for so long is copied. */
    private static final Duration QUIET = Duration.ofSeconds(4);
    /** One that changes all the time is copied so long after the first change. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** A readable copy of one store, for people and for moving to and from the earlier Node server. */
    public interface Mirror {

        /** The file's name in the data folder, for example {@code gallery.json}; also the key of {@link EarlierData}. */
        String fileName();

        /** What it is a copy of; a change of that causes a new copy. */
        ChangeBus.Subject subject();

        /** Writes the whole document as a stream, from the last committed state. */
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** When a store has changed since its last copy, in nanoseconds: for the first and for the last time. */
    private record Changed(long first, long last) {
        boolean isDue(long now) {
            return now - last >= QUIET.toNanos() || now - first >= LONGEST_WAIT.toNanos();
        }
    }

    private final Iterable<Mirror> mirrors;
    private final EarlierData earlier;
    private final ObjectMapper mapper;
    private final Path folder;
    private final LongSupplier nanoTime;
    private final Map<ChangeBus.Subject, Changed> changed = new ConcurrentHashMap<>();
    private final Map<String, Long> restUntil = new ConcurrentHashMap<>();

    @Inject
    Mirrors(
            @Any Instance<Mirror> mirrors,
            ChangeBus changes,
            EarlierData earlier,
            ObjectMapper mapper,
            FolderSettings folders,
            DatabaseSettings database) {
        // Each of several instances would write all that the others have made.
        this(database.url().isPresent() ? List.of() : mirrors, changes, earlier, mapper, folders.data());
    }

    /** @param mirrors looked through at each writing, so they may be made later */
    public Mirrors(Iterable<Mirror> mirrors, ChangeBus changes, EarlierData earlier, ObjectMapper mapper, Path folder) {
        this(mirrors, changes, earlier, mapper, folder, System::nanoTime);
    }

    Mirrors(
            Iterable<Mirror> mirrors,
            ChangeBus changes,
            EarlierData earlier,
            ObjectMapper mapper,
            Path folder,
            LongSupplier nanoTime) {
        this.mirrors = mirrors;
        this.earlier = earlier;
        this.mapper = ServerPath.withoutBase(mapper);
        this.folder = folder;
        this.nanoTime = nanoTime;
        changes.subscribe(change -> changed(change.subject()));
    }

    private void changed(ChangeBus.Subject subject) {
        long now = nanoTime.getAsLong();
        changed.merge(subject, new Changed(now, now), (known, one) -> new Changed(known.first, one.last));
    }

    @Scheduled(every = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeWhenRested() {
        long now = nanoTime.getAsLong();
        for (Mirror mirror : mirrors) {
            Changed change = changed.get(mirror.subject());
            Long rest = restUntil.get(mirror.fileName());
            if (change != null && change.isDue(now) && (rest == null || now - rest >= 0)) {
                writeIfChanged(mirror);
            }
        }
    }

    /** Writes every mirror whose store has changed, now. */
    public void flush() {
        mirrors.forEach(this::writeIfChanged);
    }

    /** After the workers have stopped and said so in the database. */
    void atShutdown(@Observes @Priority(SHUTDOWN) ShutdownEvent event) {
        flush();
    }

    private synchronized void writeIfChanged(Mirror mirror) {
        String name = mirror.fileName();
        if (!changed.containsKey(mirror.subject()) || !earlier.settled(name)) {
            return;
        }
        changed.remove(mirror.subject());
        long start = nanoTime.getAsLong();
        try {
            AtomicFiles.write(folder.resolve(name), out -> {
                try (JsonGenerator json = mapper.createGenerator(out)) {
                    json.setPrettyPrinter(new DefaultPrettyPrinter());
                    mirror.writeTo(json);
                }
            });
            LOG.debugf(
                    "Wrote %s in %d ms",
                    name, Duration.ofNanos(nanoTime.getAsLong() - start).toMillis());
        } catch (IOException | RuntimeException e) {
            changed(mirror.subject());
            LOG.errorf(e, "The readable copy %s could not be written; the database is not affected", name);
        }
        long end = nanoTime.getAsLong();
        restUntil.put(name, end + REST_FACTOR * (end - start));
    }
}
