package studio.task.run;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.gallery.file.Reconciliation;
import studio.imaging.probe.ImageFormat;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.Transactions;
import studio.storage.job.Job;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskFilter;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/**
 * Completes tasks that were interrupted because their instance was lost between storing a picture and noting it: the picture is
 * where all instances find it, by the name that its task gives it, and nobody has to pay for it again.
 */
@Singleton
class RecoverLostPictures {
    private static final Logger LOG = Logger.getLogger(RecoverLostPictures.class);
    private static final Duration EVERY = Duration.ofSeconds(20);
    /** An instance that only seemed dead, or waits for the bucket, may store a picture later. */
    private static final Duration LOOKED_FOR = Duration.ofMinutes(15);

    private static final int NEWEST = 200;

    private final TaskStore tasks;
    private final Transactions transactions;
    private final PictureStore pictures;
    private final Reconciliation gallery;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    RecoverLostPictures(TaskStore tasks, Transactions transactions, PictureStore pictures, Reconciliation gallery) {
        this.tasks = tasks;
        this.transactions = transactions;
        this.pictures = pictures;
        this.gallery = gallery;
    }

    /** A process that is alone completes them on startup. */
    @Produces
    @Singleton
    Job looking() {
        return Job.onceOfSeveral("lost-pictures", EVERY, EVERY, this::run);
    }

    void run() {
        Instant since = clock.instant().minus(LOOKED_FOR);
        TaskFilter ended = new TaskFilter(EnumSet.of(TaskStatus.FAILED, TaskStatus.DONE), null, null);
        for (Task task : tasks.list(NEWEST, ended)) {
            Instant end = task.finishedAt();
            if (end != null
                    && end.isAfter(since)
                    && interrupted(task)
                    && tasks.making(task).isEmpty()) {
                recover(task);
            }
        }
    }

    private static boolean interrupted(Task task) {
        TaskFailure failure = task.failure();
        return failure != null
                && failure.code().equals("interrupted")
                && !task.missing().isEmpty();
    }

    private void recover(Task task) {
        List<Integer> found = task.missing().stream()
                .filter(number -> stored(task, number).filter(gallery::adopt).isPresent())
                .toList();
        if (!found.isEmpty() && transactions.write(() -> completed(task.id(), found))) {
            LOG.infof("Task %s was interrupted with pictures %s stored; they are in the gallery", task.id(), found);
        }
    }

    private Optional<StoredPicture> stored(Task task, int number) {
        GenerationJob job = task.job(List.of(number));
        return Arrays.stream(ImageFormat.values())
                .filter(ImageFormat::raster)
                .map(format -> PictureKey.original(job.baseName(number) + "." + format.extension()))
                .flatMap(key -> pictures.find(key).stream())
                .findFirst();
    }

    private boolean completed(String id, List<Integer> found) {
        Optional<Task> before = tasks.find(id).filter(RecoverLostPictures::interrupted);
        if (before.isEmpty()) {
            return false;
        }
        Task with = before.get().requeued(before.get().version() + 1).beside(found);
        TaskFailure why = with.missing().isEmpty() ? null : before.get().failure();
        Instant started = Objects.requireNonNullElse(
                before.get().startedAt(), before.get().createdAt());
        return with.transition(TaskStatus.RUNNING, started)
                .flatMap(running -> running.endedFor(why, clock.instant()))
                .filter(after -> tasks.release(before.get(), after) > 0)
                .isPresent();
    }
}
