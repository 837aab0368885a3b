package studio.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a worker lends to an adapter, with everything written down in order. */
public final class TaskExchange implements Exchange {
    public final List<String> events = new CopyOnWriteArrayList<>();
    public final List<UpstreamException> failures = new CopyOnWriteArrayList<>();
    public final List<Ticket> tickets = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Deadline deadline;
    private Runnable close = () -> {};
    private boolean canceled;
    private volatile Runnable whenAttemptStarts = () -> {};

    public TaskExchange(Path folder, Duration limit) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.deadline = Deadline.in(limit);
    }

    public void whenAttemptStarts(Runnable action) {
        whenAttemptStarts = action;
    }

    public void cancel() {
        Runnable now;
        synchronized (this) {
            canceled = true;
            now = close;
        }
        now.run();
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void attemptStarts(int number) {
        events.add("starts " + number);
        whenAttemptStarts.run();
    }

    @Override
    public void attemptFailed(int number, UpstreamException failure) {
        events.add("failed " + number + " " + failure.outcome() + " " + failure.code());
        failures.add(failure);
    }

    @Override
    public void answerStarts(int status, String requestId) {
        events.add("answer " + status + " " + requestId);
    }

    @Override
    public void submitted(Ticket ticket) {
        events.add("submitted " + ticket.id());
        tickets.add(ticket);
    }

    @Override
    public void partial(int index, Path file) {
        events.add("partial " + index);
    }

    @Override
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            close = action;
            now = canceled;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public synchronized boolean canceled() {
        return canceled;
    }
}
