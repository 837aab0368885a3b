package studio.task;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.generation.GenerateImage;
import studio.generation.JobFolders;
import studio.settings.Settings;
import studio.upstream.UpstreamException;
import studio.web.ProblemException;
import studio.web.RequestId;

/** Runs one task from the queue to its end, whatever happens on the way. */
@Singleton
class RunTask {
    private static final Logger LOG = Logger.getLogger(RunTask.class);

    private final LiveTasks tasks;
    private final GenerateImage generateImage;
    private final Gallery gallery;
    private final JobFolders folders;
    private final Settings.Upstream limits;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    RunTask(LiveTasks tasks, GenerateImage generateImage, Gallery gallery, JobFolders folders, Settings settings) {
        this.tasks = tasks;
        this.generateImage = generateImage;
        this.gallery = gallery;
        this.folders = folders;
        this.limits = settings.upstream();
    }

    void run(LiveTask live) {
        Task task = live.task();
        MDC.put(RequestId.KEY, String.valueOf(task.requestId()));
        live.workedOnBy(Thread.currentThread());
        try {
            if (tasks.change(live, t -> t.transition(TaskStatus.RUNNING, clock.instant()))) {
                LOG.infof(
                        "Task %s starts: %s with %s",
                        task.id(), task.request().model(), task.request().configId());
                generate(live);
            }
        } finally {
            // A cancel that came at the very end must not disturb the clearing up.
            Thread.interrupted();
            clearUp(live);
            MDC.remove(RequestId.KEY);
        }
    }

    private void generate(LiveTask live) {
        try {
            GalleryEntry entry =
                    generateImage.generate(live.task().job(), new LiveProgress(tasks, live, deadline(), clock));
            boolean done = tasks.change(
                    live,
                    t -> t.attemptEnded(Attempt.Outcome.DONE, clock.instant())
                            .transition(TaskStatus.DONE, clock.instant()),
                    () -> gallery.add(entry));
            if (done) {
                LOG.infof("Task %s is done: %s", live.task().id(), entry.fileName());
            }
        } catch (UpstreamException e) {
            fail(live, TaskFailure.of(e), e, t -> t.attemptFailed(e, clock.instant()));
        } catch (ProblemException e) {
            fail(live, live.task().status() == TaskStatus.SAVING ? TaskFailure.notSaved() : TaskFailure.of(e), e);
        } catch (Throwable e) {
            if (live.task().status().terminal()) {
                // A cancel interrupts the worker wherever it is, and that is all there is to say.
                LOG.debugf(e, "Task %s had ended already", live.task().id());
                return;
            }
            // A native image reports missing libraries as errors; a task must end all the same.
            LOG.errorf(e, "Task %s failed", live.task().id());
            fail(live, unexpected(live.task()), e);
        }
    }

    private TaskFailure unexpected(Task task) {
        return folders.seemsToHoldAnswer(task.id()) ? TaskFailure.notSaved() : TaskFailure.internal(task.requestId());
    }

    /** What the server itself could not do: how the attempt stands depends on whether its answer has come. */
    private void fail(LiveTask live, TaskFailure failure, Throwable cause) {
        Attempt.Outcome end =
                folders.seemsToHoldAnswer(live.task().id()) ? Attempt.Outcome.DONE : Attempt.Outcome.UNKNOWN;
        fail(live, failure, cause, t -> t.attemptEnded(end, clock.instant()));
    }

    private void fail(LiveTask live, TaskFailure failure, Throwable cause, UnaryOperator<Task> close) {
        boolean failed =
                tasks.change(live, t -> close.apply(t).because(failure).transition(TaskStatus.FAILED, clock.instant()));
        if (failed) {
            LOG.warnf("Task %s failed: %s", live.task().id(), cause.getMessage());
        }
    }

    /** The whole task's time: each try may take its full time. */
    private Instant deadline() {
        return clock.instant().plus(limits.timeout().multipliedBy(limits.retries() + 1L));
    }

    private void clearUp(LiveTask live) {
        Task task = live.task();
        if (!task.status().terminal() || (task.keepsAnswer() && folders.seemsToHoldAnswer(task.id()))) {
            return;
        }
        try {
            folders.remove(task.id());
        } catch (IOException e) {
            LOG.warnf(e, "Cannot remove the unfinished files of task %s; they go with the next clean-up", task.id());
        }
    }
}
