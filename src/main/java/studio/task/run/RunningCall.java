package studio.task.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.problem.ProblemException;
import studio.storage.StorageException;
import studio.task.Attempt;
import studio.task.GenerationJob;
import studio.task.Stage;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.answer.CallEnd;
import studio.task.answer.SubmittedCall;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;

/**
 * One call of a running task: it writes into the task what adapters report and what {@link GenerateCall} does. What a restart must
 * know is on disk when a method returns, and a storage that is busy is waited for; what is only to be seen never waits.
 */
final class RunningCall implements Exchange {
    private static final Logger LOG = Logger.getLogger(RunningCall.class);

    private final RunningCalls books;
    private final LiveTask live;
    private final GenerationJob job;
    private final boolean alone;
    private final Path folder;
    private final Deadline deadline;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    /** @param alone whether the task has no other call: then its end is the task's end */
    RunningCall(RunningCalls books, LiveTask live, GenerationJob job, boolean alone, Path folder, Deadline deadline) {
        this.books = books;
        this.live = live;
        this.job = job;
        this.alone = alone;
        this.folder = folder;
        this.deadline = deadline;
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

    void stage(Stage stage) {
        books.tasks.note(live, t -> t.stage() == stage ? Optional.empty() : Optional.of(t.at(stage)));
    }

    /** Nothing has been paid yet: a disk without room refuses the call. */
    @Override
    public void attemptStarts(int number) {
        boolean running = books.untilStored.run(
                "An attempt of task " + job.taskId(),
                () -> {
                    books.costs.reserve(live.task());
                    return books.tasks.change(
                            live,
                            t -> t.cancelRequested()
                                    ? Optional.empty()
                                    : Optional.of(t.attempting(job.pictures(), clock.instant())));
                },
                failure -> !deadline.hasPassed() && !withoutRoom(failure));
        if (!running) {
            throw UpstreamErrors.canceled(false, null);
        }
    }

    private static boolean withoutRoom(RuntimeException failure) {
        return failure instanceof ProblemException problem && problem.status() == 507;
    }

    @Override
    public void attemptFailed(int number, UpstreamException failure) {
        books.untilStored.run(
                "A failure of task " + job.taskId(),
                () -> books.tasks.change(
                        live,
                        t -> Optional.of(t.attemptFailed(job.call(), failure, clock.instant())),
                        () -> books.costs.failed(live.task(), job.call(), failure)));
    }

    /** An answer is coming in, and nothing must hold that up. */
    @Override
    public void answerStarts(int status, @Nullable String requestId) {
        books.tasks.note(live, t -> Optional.of(t.attemptAnswers(job.call(), status, requestId)));
    }

    @Override
    public void submitted(Ticket ticket) {
        try {
            SubmittedCall.of(ticket, job.pictures()).write(folder);
        } catch (IOException e) {
            // The upstream works, and as long as this process lives the result can be had all the same.
            LOG.errorf(e, "Could not note that the upstream works on task %s; a restart would lose it", ticket.id());
        }
    }

    @Override
    public void partial(int index, Path file) {
        books.tasks.show(live, new Partial(job.call(), index, file));
    }

    @Override
    public void onCancel(Runnable close) {
        live.closeWith(job.call(), close);
    }

    @Override
    public boolean canceled() {
        return live.task().cancelRequested();
    }

    /** The whole answer is on disk. */
    void answered(long upstreamMillis, int candidates) {
        books.tasks.note(live, t -> Optional.of(t.answered(upstreamMillis, candidates)));
    }

    /**
     * Pictures have come and are being kept; from here on the call cannot be canceled.
     *
     * @throws UpstreamException {@code canceled} when it was canceled before
     */
    void beginSaving() {
        live.leaves(Thread.currentThread(), job.call());
        boolean begun = change(t -> alone
                ? t.transition(TaskStatus.SAVING, clock.instant())
                : t.cancelRequested() ? Optional.empty() : Optional.of(t.savingBegins(job.call())));
        if (!begun) {
            throw UpstreamErrors.canceled(true, null);
        }
    }

    /** Whether a picture of the call is still to be kept; false for one that was, before the server ended. */
    boolean wants(int picture) {
        return !live.task().pictures().contains(picture);
    }

    /**
     * Adds a picture whose files are in place to the gallery. With the last one of the call everything that the call ends with is
     * written in the same transaction.
     */
    void kept(int picture, GalleryEntry entry, @Nullable CallEnd end) {
        boolean written = books.untilStored.run(
                "A picture of task " + job.taskId(),
                () -> books.tasks.change(
                        live, t -> Optional.of(t.kept(picture)).flatMap(kept -> next(kept, end)), () -> {
                            books.gallery.add(entry);
                            if (end != null) {
                                books.costs.made(live.task(), job.call(), end);
                                if (end.turn() != null) {
                                    books.turns.keep(job.taskId(), job.call(), end.turn());
                                }
                            }
                        }));
        if (!written) {
            throw new IllegalStateException("Task " + job.taskId() + " ended while its picture was being kept");
        }
    }

    private Optional<Task> next(Task kept, @Nullable CallEnd end) {
        if (end == null) {
            return Optional.of(kept);
        }
        Instant now = clock.instant();
        Task ended = kept.attemptEnded(job.call(), Attempt.Outcome.DONE, now).savingEnds(job.call());
        TaskFailure shortfall = end.shortfall() == null ? null : TaskFailure.of(end.shortfall());
        return alone ? ended.endedFor(shortfall, now) : Optional.of(ended);
    }

    /** The upstream gave no picture. */
    TaskFailure failed(UpstreamException e) {
        return ended(
                TaskFailure.of(e),
                e,
                (t, now) -> t.attemptFailed(job.call(), e, now),
                () -> books.costs.failed(live.task(), job.call(), e));
    }

    /** The server itself failed: how the attempt stands depends on whether its answer has come. */
    TaskFailure broken(TaskFailure failure, Throwable cause, boolean answered) {
        Attempt.Outcome outcome = answered ? Attempt.Outcome.DONE : Attempt.Outcome.UNKNOWN;
        return ended(
                failure,
                cause,
                (t, now) -> t.attemptEnded(job.call(), outcome, now),
                () -> books.costs.unknown(live.task(), job.call()));
    }

    /** Whether its pictures are being kept. */
    boolean saving() {
        return live.task().status() == TaskStatus.SAVING || live.task().saving().contains(job.call());
    }

    private TaskFailure ended(
            TaskFailure failure, Throwable cause, BiFunction<Task, Instant, Task> attempt, Runnable costs) {
        boolean written = books.untilStored.run(
                "The end of task " + job.taskId(),
                () -> books.tasks.change(
                        live,
                        t -> {
                            Instant now = clock.instant();
                            Task closed = attempt.apply(t, now).savingEnds(job.call());
                            return alone ? closed.endedFor(failure, now) : Optional.of(closed);
                        },
                        () -> counted(costs)));
        if (written) {
            LOG.warnf("Task %s failed: %s", job.taskId(), cause.getMessage());
        }
        return failure;
    }

    /** What only counts the costs keeps no task from its end, unless the storage would not take the end either. */
    private void counted(Runnable costs) {
        try {
            costs.run();
        } catch (RuntimeException e) {
            if (StorageException.passes(e)) {
                throw e;
            }
            LOG.errorf(e, "The costs of task %s cannot be written down", job.taskId());
        }
    }

    private boolean change(Function<Task, Optional<Task>> step) {
        return books.untilStored.run("Task " + job.taskId(), () -> books.tasks.change(live, step));
    }
}
