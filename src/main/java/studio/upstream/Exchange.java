package studio.upstream;

import java.nio.file.Path;
import java.time.Instant;

/** What a running task lends to an adapter for one generation. Implemented by the caller; used from one thread. */
public interface Exchange {

    /** An existing folder for this task alone: request bodies, spooled answers, candidates. The caller removes it. */
    Path folder();

    /** After this nothing is sent, awaited or retried any more. */
    Instant deadline();

    /** Must be called before the first byte of every try is sent, so that an open attempt is on disk; counts from 1. */
    void attemptStarts(int number);

    /** Must be called when a try has failed, before waiting for the next one. */
    void attemptFailed(int number, UpstreamException failure);

    /** Response headers have come; {@code requestId} is the upstream's own id, when it sends one. */
    void answerStarts(int status, @org.jspecify.annotations.Nullable String requestId);

    /**
     * Registers how to close the connection under way, replacing the one before; run at once when the task was already
     * cancelled. The call then ends with an {@link UpstreamException} of code {@code canceled}.
     */
    void onCancel(Runnable close);

    boolean canceled();
}
