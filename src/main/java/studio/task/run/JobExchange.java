package studio.task.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;

/**
 * Lends a job's folder and progress to an adapter.
 *
 * @param pictures the numbers of the pictures that the call is for
 */
record JobExchange(Path folder, List<Integer> pictures, GenerationProgress progress) implements Exchange {
    private static final Logger LOG = Logger.getLogger(JobExchange.class);

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
    public void submitted(Ticket ticket) {
        try {
            SubmittedCall.of(ticket, pictures).write(folder);
        } catch (IOException e) {
            // The upstream works, and as long as this process lives the result can be had all the same.
            LOG.errorf(e, "Could not note that the upstream works on task %s; a restart would lose it", ticket.id());
        }
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
