package studio.upstream;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a running task lends to an adapter for one generation. Implemented by the caller; used from one thread. */
public interface Exchange {

    /** An existing folder for this task alone: request bodies, spooled answers, candidates. The caller removes it. */
    Path folder();

    /** After this nothing is sent, awaited or retried any more. */
    Deadline deadline();

    /** Must be called before the first byte of every try is sent, so that an open attempt is on disk; counts from 1. */
    void attemptStarts(int number);

    /** Must be called when a try has failed, before waiting for the next one. */
    void attemptFailed(int number, UpstreamException failure);

    /** Response headers have come; {@code requestId} is the upstream's own id, when it sends one. */
    void answerStarts(int status, @Nullable String requestId);

    /**
     * The upstream works on the call and has named it: on disk when this returns, so that a restart asks for the result and nothing
     * is paid for twice. Must be called before the result is asked for. A disk that fails is no reason to give the work up.
     */
    void submitted(Ticket ticket);

    /**
     * An unfinished picture has come, as a preview of what is being made. It lies in {@link #folder()} under a name that
     * begins with {@value #PARTIAL_PREFIX}, so that it is never taken for a result.
     *
     * @param index which preview of this call, from 0
     */
    void partial(int index, Path file);

    /** Names of files that hold unfinished pictures begin so. */
    String PARTIAL_PREFIX = "partial-";

    /**
     * Registers how to close the connection under way, replacing the one before; run at once when the task was already
     * cancelled. The call then ends with an {@link UpstreamException} of code {@code canceled}.
     */
    void onCancel(Runnable close);

    boolean canceled();
}
