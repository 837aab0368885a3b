package studio.upstream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An exchange that costs nothing and belongs to no task: nothing is recorded, and only its limit ends it. */
final class FreeExchange implements Exchange {
    private final @Nullable Path folder;
    private final Deadline deadline;

    FreeExchange(Duration limit) {
        this(null, limit);
    }

    /** @param folder for what is downloaded */
    FreeExchange(@Nullable Path folder, Duration limit) {
        this.folder = folder;
        this.deadline = Deadline.in(limit);
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
    public void partial(int index, Path file) {}

    @Override
    public void onCancel(Runnable close) {}

    @Override
    public boolean canceled() {
        return false;
    }
}
