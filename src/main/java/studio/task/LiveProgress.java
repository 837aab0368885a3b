package studio.task;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.generation.GenerationProgress;
import studio.generation.Stage;
import studio.upstream.Deadline;
import studio.upstream.UpstreamErrors;
import studio.upstream.UpstreamException;

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
        Deadline deadline,
        Clock clock)
        implements GenerationProgress {

    private int call() {
        return pictures.getFirst();
    }

    @Override
    public void stage(Stage stage) {
        tasks.change(live, t -> t.stage() == stage ? Optional.empty() : Optional.of(t.at(stage)));
    }

    @Override
    public void attemptStarts(int number) {
        costs.reserve(live.task());
        boolean running = tasks.change(
                live,
                t -> t.cancelRequested() ? Optional.empty() : Optional.of(t.attempting(pictures, clock.instant())));
        if (!running) {
            throw UpstreamErrors.canceled(false, null);
        }
    }

    @Override
    public void attemptFailed(int number, UpstreamException failure) {
        tasks.change(
                live,
                t -> Optional.of(t.attemptFailed(call(), failure, clock.instant())),
                () -> costs.failed(live.task(), call(), failure));
    }

    @Override
    public void answerStarts(int status, @Nullable String requestId) {
        tasks.change(live, t -> Optional.of(t.attemptAnswers(call(), status, requestId)));
    }

    @Override
    public void partial(int index, Path file) {
        tasks.show(live, new Partial(call(), index, file));
    }

    @Override
    public void answered(long upstreamMillis, int candidates) {
        tasks.change(live, t -> Optional.of(t.answered(upstreamMillis, candidates)));
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
        return tasks.change(
                live,
                t -> alone
                        ? t.transition(TaskStatus.SAVING, clock.instant())
                        : t.cancelRequested() ? Optional.empty() : Optional.of(t.savingBegins(call())));
    }

    @Override
    public boolean wants(int picture) {
        return !live.task().pictures().contains(picture);
    }

    @Override
    public void kept(int picture, GalleryEntry entry, @Nullable CallEnd end) {
        boolean told = tasks.change(live, t -> next(t.kept(picture), end), () -> {
            keepEntry.keep(entry);
            if (end != null) {
                keepEntry.end(live.task(), call(), end);
            }
        });
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
