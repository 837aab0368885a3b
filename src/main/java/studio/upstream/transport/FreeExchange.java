package studio.upstream.transport;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.upstream.Cancellation;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;

/**
 * An exchange that costs nothing: nothing is recorded, and its limit ends it, or the cancel of the task that it is made for.
 *
 * @param task null: there is none
 */
public record FreeExchange(
        Path folder, Deadline deadline, @Nullable Cancellation task) implements Exchange {

    /** @param folder for what is downloaded */
    public static FreeExchange in(Path folder, Duration limit) {
        return new FreeExchange(folder, Deadline.in(limit), null);
    }

    /** A call on behalf of a task, in its folder and within its time. */
    static FreeExchange of(Exchange task, Duration limit) {
        return new FreeExchange(task.folder(), task.deadline().orIn(limit), task);
    }

    @Override
    public void attemptStarts(int number) {}

    @Override
    public void attemptFailed(int number, UpstreamException failure) {}

    @Override
    public void answerStarts(int status, @Nullable String requestId) {}

    @Override
    public void submitted(Ticket ticket) {
        throw new UnsupportedOperationException("a free call leaves nothing to ask for");
    }

    @Override
    public void partial(int index, Path file) {}

    @Override
    public void onCancel(Runnable close) {
        if (task != null) {
            task.onCancel(close);
        }
    }

    @Override
    public boolean canceled() {
        return task != null && task.canceled();
    }
}
