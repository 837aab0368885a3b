package studio.task.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.problem.ProblemException;
import studio.storage.UntilStored;
import studio.task.Attempt;
import studio.task.Stage;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.upstream.Deadline;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;

/**
 * Writes the progress of one call into its task.
 *
 * @param pictures the numbers of the pictures that the call is for
 * @param alone whether the task has no other call: then its end is the task's end
 */
record LiveProgress(
        LiveTasks tasks,
        LiveTask live,
        List<Integer> pictures,
        boolean alone,
        KeepEntry keepEntry,
        TaskCosts costs,
        UntilStored untilStored,
        Deadline deadline,
        Clock clock)
        implements GenerationProgress {

    private int call() {
        return pictures.getFirst();
    }

    @Override
    public void stage(Stage stage) {
        tasks.note(live, t -> t.stage() == stage ? Optional.empty() : Optional.of(t.at(stage)));
    }

    /** Nothing has been paid yet: a disk without room refuses the call, and a storage that is busy is waited for. */
    @Override
    public void attemptStarts(int number) {
        boolean running = untilStored.run(
                "An attempt of task " + live.task().id(),
                () -> {
                    costs.reserve(live.task());
                    return tasks.change(
                            live,
                            t -> t.cancelRequested()
                                    ? Optional.empty()
                                    : Optional.of(t.attempting(pictures, clock.instant())));
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
        untilStored.run(
                "A failure of task " + live.task().id(),
                () -> tasks.change(
                        live,
                        t -> Optional.of(t.attemptFailed(call(), failure, clock.instant())),
                        () -> costs.failed(live.task(), call(), failure)));
    }

    /** An answer is coming in, and nothing must hold that up. */
    @Override
    public void answerStarts(int status, @Nullable String requestId) {
        tasks.note(live, t -> Optional.of(t.attemptAnswers(call(), status, requestId)));
    }

    @Override
    public void partial(int index, Path file) {
        tasks.show(live, new Partial(call(), index, file));
    }

    @Override
    public void answered(long upstreamMillis, int candidates) {
        tasks.note(live, t -> Optional.of(t.answered(upstreamMillis, candidates)));
    }

    @Override
    public void onCancel(Runnable close) {
        live.closeWith(call(), close);
    }

    @Override
    public boolean canceled() {
        return live.task().cancelRequested();
    }

    @Override
    public boolean beginSaving() {
        live.leaves(Thread.currentThread(), call());
        return untilStored.run(
                "Task " + live.task().id(),
                () -> tasks.change(
                        live,
                        t -> alone
                                ? t.transition(TaskStatus.SAVING, clock.instant())
                                : t.cancelRequested() ? Optional.empty() : Optional.of(t.savingBegins(call()))));
    }

    @Override
    public boolean wants(int picture) {
        return !live.task().pictures().contains(picture);
    }

    @Override
    public void kept(int picture, GalleryEntry entry, @Nullable CallEnd end) {
        boolean told = untilStored.run(
                "A picture of task " + live.task().id(),
                () -> tasks.change(live, t -> next(t.kept(picture), end), () -> {
                    keepEntry.keep(entry);
                    if (end != null) {
                        keepEntry.end(live.task(), call(), end);
                    }
                }));
        if (!told) {
            throw new IllegalStateException("Task " + live.task().id() + " ended while its picture was being kept");
        }
    }

    private Optional<Task> next(Task kept, @Nullable CallEnd end) {
        if (end == null) {
            return Optional.of(kept);
        }
        Instant now = clock.instant();
        Task ended = kept.attemptEnded(call(), Attempt.Outcome.DONE, now).savingEnds(call());
        TaskFailure shortfall = end.shortfall() == null ? null : TaskFailure.of(end.shortfall());
        return alone ? ended.endedFor(shortfall, now) : Optional.of(ended);
    }
}
