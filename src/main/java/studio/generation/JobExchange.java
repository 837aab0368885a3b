package studio.generation;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.UpstreamException;

/** Lends a job's folder and progress to an adapter. */
record JobExchange(Path folder, GenerationProgress progress) implements Exchange {

    @Override
    public Deadline deadline() {
        return progress.deadline();
    }

    @Override
    public void attemptStarts(int number) {
        progress.attemptStarts(number);
    }

    @Override
    public void attemptFailed(int number, UpstreamException failure) {
        progress.attemptFailed(number, failure);
    }

    @Override
    public void answerStarts(int status, @Nullable String requestId) {
        progress.answerStarts(status, requestId);
    }

    @Override
    public void partial(int index, Path file) {
        progress.partial(index, file);
    }

    @Override
    public void onCancel(Runnable close) {
        progress.onCancel(close);
    }

    @Override
    public boolean canceled() {
        return progress.canceled();
    }
}
