package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.problem.ProblemException;
import studio.storage.StorageException;
import studio.storage.UntilStored;
import studio.task.Attempt.Outcome;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus.Stage;
import studio.task.answer.SubmittedCall;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;
import studio.upstream.failure.UpstreamErrors;

/** Opens the calls of running tasks and holds what they write to. */
@Singleton
final class RunningCalls {
    private static final Logger LOG = Logger.getLogger(RunningCalls.class);

    private final LiveTasks tasks;
    private final Gallery gallery;
    private final TaskCosts costs;
    private final TaskTurns turns;
    private final UntilStored untilStored;
    private final UpstreamSettings limits;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    RunningCalls(
            LiveTasks tasks,
            Gallery gallery,
            TaskCosts costs,
            TaskTurns turns,
            UntilStored untilStored,
            UpstreamSettings limits) {
        this.tasks = tasks;
        this.gallery = gallery;
        this.costs = costs;
        this.turns = turns;
        this.untilStored = untilStored;
        this.limits = limits;
    }

    /** @param alone whether the task has no other call: then its end is the task's end */
    RunningCall open(LiveTask live, GenerationJob job, boolean alone, Path folder) {
        return new RunningCall(live, job, alone, folder);
    }

    /**
     * One call of a running task: it writes into the task what adapters report and what {@link GenerateCall} does. What a restart
     * must know is on disk when a method returns, and a storage that is busy is waited for; what is only to be seen never waits.
     */
    final class RunningCall implements Exchange {
        private final LiveTask live;
        private final GenerationJob job;
        private final boolean alone;
        private final Path folder;
        /** One for all attempts: each may take its full time. */
        private final Deadline deadline = Deadline.in(limits.timeout().multipliedBy(limits.retries() + 1L));

        private RunningCall(LiveTask live, GenerationJob job, boolean alone, Path folder) {
            this.live = live;
            this.job = job;
            this.alone = alone;
            this.folder = folder;
        }

        GenerationJob job() {
            return job;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public Deadline deadline() {
            return deadline;
        }

        /** Nothing has been paid yet: a disk without room refuses the call. */
        @Override
        public void attemptStarts(int number) {
            boolean running = untilStored.run(
                    "An attempt of task " + job.taskId(),
                    () -> tasks.change(
                            live,
                            t -> t.cancelRequested()
                                    ? Optional.empty()
                                    : Optional.of(t.attempting(job.pictures(), clock.instant())),
                            () -> costs.reserve(live.task())),
                    e -> !deadline.hasPassed() && !(e instanceof ProblemException p && p.status() == 507));
            if (!running) {
                throw UpstreamErrors.canceled(false, null);
            }
        }

        @Override
        public void attemptFailed(int number, UpstreamException failure) {
            stored(
                    "A failure",
                    t -> Optional.of(t.attemptFailed(job.call(), failure, clock.instant())),
                    () -> costs.failed(live.task(), job.call(), failure));
        }

        /** An answer is coming in, and nothing must hold that up. */
        @Override
        public void answerStarts(int status, @Nullable String requestId) {
            note(t -> t.attemptAnswers(job.call(), status, requestId));
        }

        @Override
        public void submitted(Ticket ticket) {
            try {
                SubmittedCall.of(ticket, job.pictures()).write(folder);
            } catch (IOException e) {
                // The upstream works, and as long as this process lives the result can be had all the same.
                LOG.errorf(e, "The upstream's task %s is not noted; a restart would lose it", ticket.id());
            }
        }

        @Override
        public void partial(int index, Path file) {
            tasks.show(live, new LiveTasks.Partial(job.call(), index, file));
        }

        @Override
        public void onCancel(Runnable close) {
            live.closeWith(job.call(), close);
        }

        @Override
        public boolean canceled() {
            return live.task().cancelRequested();
        }

        void stage(Stage stage) {
            note(t -> t.at(stage));
        }

        /** Shows what no restart has to know; never waits. */
        void note(UnaryOperator<Task> step) {
            tasks.note(live, step);
        }

        /** @throws UpstreamException {@code canceled} when it was canceled before; from here on it cannot be */
        void startSaving() {
            live.leaves(Thread.currentThread(), job.call());
            boolean saving = tasks.change(live, t -> t.savingStarts(job.call(), alone, clock.instant()));
            if (!saving && !live.lost()) {
                throw UpstreamErrors.canceled(true, null);
            }
        }

        Task task() {
            return live.task();
        }

        /** @param result with the call's last picture: what the call ends with is written in the same transaction */
        void kept(int picture, GalleryEntry entry, GenerateCall.@Nullable Result result) {
            boolean written = stored(
                    "A picture",
                    t -> {
                        Task kept = t.kept(picture);
                        return result == null
                                ? Optional.of(kept)
                                : ended(kept.attemptEnded(job.call(), Outcome.DONE, clock.instant()), result.failure());
                    },
                    () -> {
                        gallery.add(entry);
                        if (result != null) {
                            costs.made(live.task(), job.call(), result.chosen().size(), result.cost());
                            JsonNode turn = result.answer().told().turn();
                            turns.keep(job.taskId(), job.call(), turn);
                        }
                    });
            if (!written && !live.lost()) {
                throw new IllegalStateException("Task " + job.taskId() + " ended while its picture was being kept");
            }
            if (!written) {
                // What was paid for is in the gallery, whoever works on the task now.
                untilStored.run("A late picture of task " + job.taskId(), () -> {
                    gallery.add(entry);
                    return true;
                });
            }
        }

        /** The upstream gave no picture. */
        TaskFailure failed(UpstreamException e) {
            return failed(
                    TaskFailure.of(e),
                    e,
                    t -> t.attemptFailed(job.call(), e, clock.instant()),
                    () -> costs.failed(live.task(), job.call(), e));
        }

        /** The server itself failed: how the attempt stands depends on whether its answer has come. */
        TaskFailure broken(TaskFailure failure, Throwable cause, boolean answered) {
            return failed(
                    failure,
                    cause,
                    t -> t.attemptEnded(job.call(), answered ? Outcome.DONE : Outcome.UNKNOWN, clock.instant()),
                    () -> costs.unknown(live.task(), job.call()));
        }

        private TaskFailure failed(TaskFailure failure, Throwable cause, UnaryOperator<Task> attempt, Runnable count) {
            if (stored("The end", t -> ended(attempt.apply(t), failure), () -> counted(count))) {
                LOG.warnf("Task %s failed: %s", job.taskId(), cause.getMessage());
            }
            return failure;
        }

        private Optional<Task> ended(Task task, @Nullable TaskFailure why) {
            Task ended = task.savingEnds(job.call());
            return alone ? ended.endedFor(why, clock.instant()) : Optional.of(ended);
        }

        /** What only counts the costs keeps no task from its end, unless the storage would not take the end either. */
        private void counted(Runnable count) {
            try {
                count.run();
            } catch (RuntimeException e) {
                if (StorageException.passes(e)) {
                    throw e;
                }
                LOG.errorf(e, "The costs of task %s cannot be written down", job.taskId());
            }
        }

        private boolean stored(String what, Function<Task, Optional<Task>> step, Runnable alongside) {
            return untilStored.run(what + " of task " + job.taskId(), () -> tasks.change(live, step, alongside));
        }
    }
}
