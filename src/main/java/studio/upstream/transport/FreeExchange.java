package studio.upstream.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;

/** An exchange that costs nothing: nothing is recorded, and its limit ends it, or the cancel of the task that it is made for. */
public final class FreeExchange implements Exchange {
    private final @Nullable Path folder;
    private final Deadline deadline;
    private final @Nullable Exchange task;

    FreeExchange(Duration limit) {
        this(null, Deadline.in(limit), null);
    }

    /** @param folder for what is downloaded */
    public FreeExchange(@Nullable Path folder, Duration limit) {
        this(folder, Deadline.in(limit), null);
    }

    private FreeExchange(@Nullable Path folder, Deadline deadline, @Nullable Exchange task) {
        this.folder = folder;
        this.deadline = deadline;
        this.task = task;
    }

    /** A free call on behalf of a task, in its folder and within its time. */
    public static FreeExchange of(Exchange task, Duration limit) {
        return new FreeExchange(task.folder(), task.deadline().orIn(limit), task);
    }

    @Override
    public Path folder() {
        return Objects.requireNonNull(folder, "this call keeps nothing on disk");
    }

    @Override
    public Deadline deadline() {
        return deadline;
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
