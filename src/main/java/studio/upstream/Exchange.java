package studio.upstream;

import java.nio.file.Path;

/** What a running task lends to an adapter for one generation. Implemented by the caller; used from one thread. */
public interface Exchange extends AttemptLog, Cancellation, Previews {
    /** {@link Previews#PREFIX}. */
    String PARTIAL_PREFIX = Previews.PREFIX;

    /** An existing folder for this task alone: request bodies, spooled answers, candidates. The caller removes it. */
    Path folder();

    /** After this nothing is sent, awaited or retried any more. */
    Deadline deadline();

    /**
     * The upstream works on the call and has named it: on disk when this returns, so that a restart asks for the result and nothing
     * is paid for twice. Must be called before the result is asked for. A disk that fails is no reason to give the work up.
     */
    void submitted(Ticket ticket);
}
