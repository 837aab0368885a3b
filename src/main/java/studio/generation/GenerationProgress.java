package studio.generation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamException;

/** How {@link GenerateImage} tells its caller where it stands, and learns whether to go on. */
public interface GenerationProgress {

    void stage(Stage stage);

    /** Must be on disk before this returns: an attempt is under way and may cost money. */
    void attemptStarts(int number);

    void attemptFailed(int number, UpstreamException failure);

    void answerStarts(int status, @Nullable String requestId);

    /** The whole answer is on disk. */
    void answered(long upstreamMillis, int candidates);

    /** Nothing is sent or awaited after this. */
    Instant deadline();

    void onCancel(Runnable close);

    boolean canceled();

    /** The picture has come and is being kept; from here on it cannot be canceled. False: it was cancelled before. */
    boolean beginSaving();
}
