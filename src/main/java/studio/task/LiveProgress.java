package studio.task;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.generation.GenerationProgress;
import studio.generation.Stage;
import studio.upstream.UpstreamErrors;
import studio.upstream.UpstreamException;

/** Writes the progress of a generation into its task. */
record LiveProgress(LiveTasks tasks, LiveTask live, Instant deadline, Clock clock) implements GenerationProgress {

    @Override
    public void stage(Stage stage) {
        tasks.change(live, t -> t.stage() == stage ? Optional.empty() : Optional.of(t.at(stage)));
    }

    @Override
    public void attemptStarts(int number) {
        boolean running = tasks.change(live, t -> Optional.of(t.attempting(clock.instant())));
        if (!running) {
            throw UpstreamErrors.canceled(false, null);
        }
    }

    @Override
    public void attemptFailed(int number, UpstreamException failure) {
        tasks.change(live, t -> Optional.of(t.attemptFailed(failure, clock.instant())));
    }

    @Override
    public void answerStarts(int status, @Nullable String requestId) {
        tasks.change(live, t -> Optional.of(t.attemptAnswers(status, requestId)));
    }

    @Override
    public void answered(long upstreamMillis, int candidates) {
        tasks.change(live, t -> Optional.of(t.answered(upstreamMillis, candidates)));
    }

    @Override
    public void onCancel(Runnable close) {
        live.closeWith(close);
    }

    @Override
    public boolean canceled() {
        return live.task().status() == TaskStatus.CANCELED;
    }

    @Override
    public boolean beginSaving() {
        return tasks.change(live, t -> t.transition(TaskStatus.SAVING, clock.instant()));
    }
}
