package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemException;
import studio.storage.StorageException;
import studio.storage.UntilStored;
import studio.task.Attempt;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.upstream.Deadline;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;
import studio.web.RequestId;

/** Runs one call of a task to its end, whatever happens on the way. */
@Singleton
class RunCall {
    private static final Logger LOG = Logger.getLogger(RunCall.class);

    private final LiveTasks tasks;
    private final GenerateImage generateImage;
    private final KeepEntry keepEntry;
    private final TaskCosts costs;
    private final JobFolders folders;
    private final UntilStored untilStored;
    private final UpstreamSettings limits;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    RunCall(
            LiveTasks tasks,
            GenerateImage generateImage,
            KeepEntry keepEntry,
            TaskCosts costs,
            JobFolders folders,
            UntilStored untilStored,
            UpstreamSettings settings) {
        this.tasks = tasks;
        this.generateImage = generateImage;
        this.keepEntry = keepEntry;
        this.costs = costs;
        this.folders = folders;
        this.untilStored = untilStored;
        this.limits = settings;
    }

    /** How a try stands after its call has failed. */
    private interface CloseAttempt {
        Task close(Task task, Instant now);
    }

    /**
     * Runs on the caller's thread, which is interrupted when the task is stopped.
     *
     * @param single whether the end of this call is the end of the task
     * @return why pictures are missing; null when none is, or when the task has its end already
     */
    @Nullable
    TaskFailure run(LiveTask live, GenerationJob job, boolean single) {
        MDC.put(RequestId.KEY, String.valueOf(live.task().requestId()));
        live.workedOnBy(Thread.currentThread());
        LiveProgress progress =
                new LiveProgress(tasks, live, job.pictures(), single, keepEntry, costs, untilStored, deadline(), clock);
        try {
            return generateImage.generate(job, progress).map(TaskFailure::of).orElse(null);
        } catch (UpstreamException e) {
            if (e.outcome() == Outcome.FINAL && !e.failure().keepsAnswer() && !progress.canceled()) {
                removeUseless(job);
            }
            return failed(live, job, TaskFailure.of(e), e, single, (t, now) -> t.attemptFailed(job.call(), e, now));
        } catch (ProblemException e) {
            boolean saving = live.task().status() == TaskStatus.SAVING
                    || live.task().saving().contains(job.call());
            return broken(live, job, saving ? TaskFailure.notSaved() : TaskFailure.of(e), e, single);
        } catch (Throwable e) {
            if (live.task().cancelRequested()) {
                // A cancel interrupts the worker wherever it is, and that is all there is to say.
                LOG.debugf(e, "Task %s had ended already", live.task().id());
                return null;
            }
            // A native image reports missing libraries as errors; a task must end all the same.
            LOG.errorf(e, "Task %s failed", live.task().id());
            TaskFailure why = folders.seemsToHoldAnswer(job)
                    ? TaskFailure.notSaved()
                    : TaskFailure.internal(live.task().requestId());
            return broken(live, job, why, e, single);
        } finally {
            live.leaves(Thread.currentThread(), job.call());
            // A cancel that came at the very end must not disturb what comes next.
            Thread.interrupted();
            MDC.remove(RequestId.KEY);
        }
    }

    /** What came is no picture, and a retry must not take it for one. */
    private void removeUseless(GenerationJob job) {
        try {
            folders.remove(job);
        } catch (IOException e) {
            LOG.warnf(e, "Cannot remove what came for task %s and is of no use", job.taskId());
        }
    }

    /** What the server itself could not do: how the attempt stands depends on whether its answer has come. */
    private TaskFailure broken(LiveTask live, GenerationJob job, TaskFailure failure, Throwable cause, boolean single) {
        Attempt.Outcome end = folders.seemsToHoldAnswer(job) ? Attempt.Outcome.DONE : Attempt.Outcome.UNKNOWN;
        return failed(live, job, failure, cause, single, (t, now) -> t.attemptEnded(job.call(), end, now));
    }

    private TaskFailure failed(
            LiveTask live,
            GenerationJob job,
            TaskFailure failure,
            Throwable cause,
            boolean single,
            CloseAttempt close) {
        Function<Task, Optional<Task>> end = t -> {
            Instant now = clock.instant();
            Task closed = close.close(t, now).savingEnds(job.call());
            return single ? closed.endedFor(failure, now) : Optional.of(closed);
        };
        boolean told = untilStored.run(
                "The end of task " + live.task().id(),
                () -> tasks.change(live, end, () -> spent(live.task(), job, cause)));
        if (told) {
            LOG.warnf("Task %s failed: %s", live.task().id(), cause.getMessage());
        }
        return failure;
    }

    /** What only counts the costs keeps no task from its end, unless the storage would not take the end either. */
    private void spent(Task before, GenerationJob job, Throwable cause) {
        try {
            if (cause instanceof UpstreamException upstream) {
                costs.failed(before, job.call(), upstream);
            } else {
                costs.unknown(before, job.call());
            }
        } catch (RuntimeException e) {
            if (StorageException.passes(e)) {
                throw e;
            }
            LOG.errorf(e, "The costs of task %s cannot be written down", before.id());
        }
    }

    /** Of the whole call: each try may take its full time. */
    private Deadline deadline() {
        return Deadline.in(limits.timeout().multipliedBy(limits.retries() + 1L));
    }
}
