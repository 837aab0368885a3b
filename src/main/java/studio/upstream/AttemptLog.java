package studio.upstream;

import org.jspecify.annotations.Nullable;

/** Records the tries of a call, each before it goes on. */
public interface AttemptLog {
    /** Must be called before the first byte of every try is sent, so that an open attempt is on disk; counts from 1. */
    void attemptStarts(int number);

    /** Must be called when a try has failed, before waiting for the next one. */
    void attemptFailed(int number, UpstreamException failure);

    /** Response headers have come; {@code requestId} is the upstream's own id, when it sends one. */
    void answerStarts(int status, @Nullable String requestId);
}
