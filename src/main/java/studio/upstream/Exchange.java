package studio.upstream;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a running task lends to an adapter for one generation. Implemented by the caller; used from one thread. */
public interface Exchange extends AttemptLog, Cancellation, Previews {

    /** An existing folder for this task alone: request bodies, spooled answers, candidates. The caller removes it. */
    Path folder();

    /** After this nothing is sent, awaited or retried any more. */
    Deadline deadline();

    /**
     * The upstream works on the call and has named it: on disk when this returns, so that a restart asks for the result and nothing
     * is paid for twice. Must be called before the result is asked for. A disk that fails is no reason to give the work up.
     */
    void submitted(Ticket ticket);

    /**
     * What a call has that costs nothing: nothing is recorded, and its limit ends it, or the cancel of the task that it is made for.
     *
     * @param task null: there is none
     */
    record Free(Path folder, Deadline deadline, @Nullable Cancellation task) implements Exchange {

        /** @param folder for what is downloaded */
        public static Exchange in(Path folder, Duration limit) {
            return new Free(folder, Deadline.in(limit), null);
        }

        /** On behalf of a task, in its folder and within its time. */
        public static Exchange of(Exchange task, Duration limit) {
            return new Free(task.folder(), task.deadline().orIn(limit), task);
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
        public void submitted(Ticket ticket) {
            throw new UnsupportedOperationException("a free call leaves nothing to ask for");
        }

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
}
