package studio.task.run;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;
import studio.storage.job.Job;
import studio.task.Task;
import studio.task.TaskSettings;
import studio.task.TaskStore;
import studio.task.answer.JobFolders;
import studio.task.request.ReferencePictures;

/** Deletes what is no longer needed: old tasks, reference pictures without a user, unfinished files without a task. */
@Singleton
class TaskExpiry {
    private static final Logger LOG = Logger.getLogger(TaskExpiry.class);
    private static final int BATCH = 500;
    /** Time to send the request that uses an upload; unfinished files of a living server are never this old either. */
    private static final Duration UNUSED = Duration.ofHours(24);

    private static final Duration UNFINISHED = Duration.ofHours(1);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final TaskStore store;
    private final LiveTasks tasks;
    private final JobFolders folders;
    private final ReferencePictures references;
    private final EarlierData earlier;
    private final Path temp;
    private final TaskTurns turns;
    private final Duration timeToLive;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    TaskExpiry(
            TaskStore store,
            LiveTasks tasks,
            JobFolders folders,
            ReferencePictures references,
            EarlierData earlier,
            FolderSettings places,
            TaskSettings limits) {
        this.store = store;
        this.tasks = tasks;
        this.folders = folders;
        this.references = references;
        this.earlier = earlier;
        this.temp = places.temp();
        this.turns = new TaskTurns(places);
        this.timeToLive = limits.timeToLive();
    }

    /** Of what all instances share. */
    @Produces
    @Singleton
    Job expiring() {
        return Job.once("old-tasks", EVERY, FIRST, this::expire);
    }

    /** Of the files on this disk. */
    @Produces
    @Singleton
    Job tidying() {
        return Job.each("unfinished-files", EVERY, FIRST.plusSeconds(5), this::tidy);
    }

    /** Files of tasks that could not be imported would look as if no task needed them. */
    private boolean unsure() {
        return !earlier.settled(TaskStore.MIRROR);
    }

    void expire() throws IOException {
        if (unsure()) {
            return;
        }
        Instant now = clock.instant();
        List<String> expired;
        do {
            expired = store.expire(now.minus(timeToLive), BATCH);
            for (String entryId : expired) {
                if (!neededByRetry(entryId)) {
                    folders.remove(entryId);
                }
            }
        } while (expired.size() == BATCH);
        int gone = references.expire(now.minus(UNUSED).minus(ReferencePictures.NOTED), store::needsReference);
        if (gone > 0) {
            LOG.infof("Removed %d reference pictures that nothing refers to", gone);
        }
    }

    void tidy() throws IOException {
        if (!unsure()) {
            removeUnfinished(clock.instant().minus(UNFINISHED));
            turns.expire(id -> store.find(id).isPresent());
            references.removeCopies(clock.instant().minus(UNUSED));
        }
    }

    private void removeUnfinished(Instant before) throws IOException {
        for (String name : folders.names()) {
            if (isOlder(temp.resolve(name), before) && !neededByRetry(name)) {
                folders.remove(name);
            }
        }
    }

    private static boolean isOlder(Path path, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            // The task or request that it belonged to has just finished.
            return false;
        }
    }

    /** What was received and is not in the gallery stays as long as any task of these pictures; all else goes with the last worker. */
    private boolean neededByRetry(String entryId) {
        if (tasks.ofEntry(entryId).isPresent()) {
            return true;
        }
        List<Task> all = store.ofEntry(entryId);
        return all.stream().anyMatch(task -> !task.status().terminal())
                || (!all.isEmpty() && folders.seemsToHoldAnswer(entryId));
    }
}
