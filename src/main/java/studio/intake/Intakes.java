package studio.intake;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.config.OtherConfig;
import studio.gallery.legacy.EarlierEntry;
import studio.intake.Intake.State;
import studio.picture.PictureStore;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.storage.job.Job;
import studio.task.legacy.ImportEarlierTasks;

/** The import under way, one at a time, or the last one. What it received goes when it is over, or after an hour without a byte. */
@Singleton
class Intakes {
    private static final Logger LOG = Logger.getLogger(Intakes.class);
    private static final String FOLDER = "intake-";

    /** After it another import may take its place. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Duration ABANDONED = Duration.ofMinutes(50);

    private final TakePicture take;
    private final EarlierEntry entries;
    private final ImportEarlierTasks tasks;
    private final FreeSpace space;
    private final Path temp;
    private final Ids ids;
    /** Parts of one import are taken one after the other. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable Intake current;
    private @Nullable ReceivedFiles received;

    Intakes(
            TakePicture take,
            ImportEarlierTasks tasks,
            PictureStore store,
            FreeSpace space,
            FolderSettings folders,
            Ids ids) {
        this.take = take;
        this.tasks = tasks;
        this.entries = new EarlierEntry(store);
        this.space = space;
        this.temp = folders.temp();
        this.ids = ids;
    }

    Optional<Intake> current() {
        return Optional.ofNullable(current);
    }

    /**
     * Begins an import.
     *
     * @param files how many will be sent
     * @throws ProblemException 409 {@code import_running}, 507 {@code disk_full}
     */
    Intake begin(long files) throws IOException {
        space.assertEnough();
        turn.lock();
        try {
            Intake before = current;
            boolean silent = before != null
                    && before.state() == State.RECEIVING
                    && before.lastHeard().plus(SILENCE).isBefore(Instant.now());
            if (before != null && !before.state().over() && !silent) {
                throw ProblemException.of(ProblemCode.IMPORT_RUNNING);
            }
            if (before != null && before.become(State.CANCELED)) {
                LOG.info("An import that nobody went on with made room for another one");
            }
            clear();
            Intake intake = new Intake(ids.next(), files);
            received = new ReceivedFiles(temp.resolve(FOLDER + intake.id()), intake, take, entries, tasks);
            current = intake;
            return intake;
        } finally {
            turn.unlock();
        }
    }

    /** Takes a part of a file; see {@link ReceivedFiles#part}. */
    Intake part(String id, ReceivedFiles.Part part, InputStream body) throws IOException {
        space.assertEnough();
        turn.lock();
        try {
            Intake intake = find(id);
            if (intake.state() != State.RECEIVING || received == null) {
                throw ProblemException.of(ProblemCode.IMPORT_OVER);
            }
            received.part(part, body);
            return intake;
        } finally {
            turn.unlock();
        }
    }

    /** Everything was sent: archives are read now, in a thread of their own. */
    Intake complete(String id) {
        turn.lock();
        try {
            Intake intake = find(id);
            ReceivedFiles files = received;
            if (intake.state() != State.RECEIVING || files == null) {
                return intake;
            }
            intake.sent(files.archives());
            boolean unused = intake.become(State.WORKING);
            received = null;
            Thread.ofPlatform().daemon().name("import").start(() -> work(intake, files));
            return intake;
        } finally {
            turn.unlock();
        }
    }

    private void work(Intake intake, ReceivedFiles files) {
        try {
            files.readArchives();
            if (intake.become(State.DONE)) {
                Intake.Progress end = intake.progress();
                LOG.infof(
                        "Imported %d pictures, %d were there already, %d left out",
                        end.added(), end.duplicates(), end.skipped());
            }
        } catch (ZipPictures.UnusableZipException e) {
            intake.fail(e.reason());
        } catch (ProblemException e) {
            intake.fail(e.message());
        } catch (IOException | RuntimeException e) {
            LOG.error("An import failed", e);
            intake.fail(Message.of("intake.failed"));
        } finally {
            discard(files);
        }
    }

    /** Ends an import; what it has taken stays in the gallery. */
    Intake cancel(String id) {
        Intake intake = find(id);
        // Not in turn: whoever is at a part or an archive sees it at the next file.
        boolean receiving = intake.state() == State.RECEIVING;
        if (intake.become(State.CANCELED) && receiving) {
            turn.lock();
            try {
                clear();
            } finally {
                turn.unlock();
            }
        }
        return intake;
    }

    /**
     * The API configs and templates that an import has brought.
     *
     * @throws ProblemException 404 {@code import_not_found} when there are none, or not any more
     */
    OtherConfig settings(String id) {
        OtherConfig found = find(id).settings();
        if (found == null) {
            throw ProblemException.of(ProblemCode.IMPORT_NOT_FOUND);
        }
        return found;
    }

    void forgetSettings(String id) {
        find(id).forgetSettings();
    }

    private Intake find(String id) {
        Intake intake = current;
        if (intake == null || !intake.id().equals(id)) {
            throw ProblemException.of(ProblemCode.IMPORT_NOT_FOUND);
        }
        return intake;
    }

    @Produces
    @Singleton
    Job tidying() {
        return Job.each("abandoned-imports", Duration.ofMinutes(10), Duration.ofMinutes(10), this::tidy);
    }

    private void tidy() {
        Intake intake = current;
        if (intake == null || intake.lastHeard().plus(ABANDONED).isAfter(Instant.now())) {
            return;
        }
        if (intake.state() == State.RECEIVING) {
            Intake unused = cancel(intake.id());
        }
        if (intake.state().over()) {
            intake.forgetSettings();
        }
    }

    void atShutdown(@Observes ShutdownEvent event) {
        Intake intake = current;
        if (intake != null) {
            boolean unused = intake.become(State.CANCELED);
        }
    }

    /** Of an import that was not read yet; a thread that reads archives removes its files itself. */
    private void clear() {
        ReceivedFiles files = received;
        received = null;
        if (files != null) {
            discard(files);
        }
    }

    private static void discard(ReceivedFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            LOG.warn("Files of an import remain for now", e);
        }
    }
}
