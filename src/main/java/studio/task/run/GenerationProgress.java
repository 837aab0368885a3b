package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.task.Stage;
import studio.upstream.Deadline;
import studio.upstream.UpstreamException;
import studio.usage.Cost;

/** How {@link GenerateImage} tells its caller where one call stands, and learns whether to go on. */
public interface GenerationProgress {

    void stage(Stage stage);

    /** Must be on disk before this returns: an attempt is under way and may cost money. */
    void attemptStarts(int number);

    void attemptFailed(int number, UpstreamException failure);

    void answerStarts(int status, @Nullable String requestId);

    /** An unfinished picture, to be shown until the next one or the real one is there. */
    void partial(int index, Path file);

    /** The whole answer is on disk. */
    void answered(long upstreamMillis, int candidates);

    /** Nothing is sent or awaited after this. */
    Deadline deadline();

    void onCancel(Runnable close);

    boolean canceled();

    /** Pictures have come and are being kept; from here on the call cannot be canceled. False: it was canceled before. */
    boolean beginSaving();

    /** Whether a picture of the call is still to be kept; false for one that was, before the server ended. */
    boolean wants(int picture);

    /**
     * A picture's files are in place; its entry is in the gallery when this returns. With the last one of the call everything
     * that the call ends with is written in the same transaction.
     */
    void kept(int picture, GalleryEntry entry, @Nullable CallEnd end);

    /**
     * What a call ends with.
     *
     * @param pictures how many it made
     * @param cost as told, or estimated; null when nobody knows
     * @param turn the model's own turn, for a later one
     * @param shortfall why it made fewer pictures than it was for
     */
    record CallEnd(
            int pictures,
            @Nullable Cost cost,
            @Nullable JsonNode turn,
            @Nullable UpstreamException shortfall) {}
}
