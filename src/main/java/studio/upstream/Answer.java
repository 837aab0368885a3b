package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model gave back.
 *
 * @param candidates at least one, in the upstream's order
 * @param text the model's own words, trimmed, at most 20,000 characters; empty when there are none
 * @param details what else was reported
 */
public record Answer(List<Candidate> candidates, String text, Details details) {

    /**
     * What an upstream reports beside the pictures; each is null when it does not.
     *
     * @param model the model that answered
     * @param requestId the upstream's id for this generation
     * @param usage tokens and cost exactly as reported, small JSON
     * @param cost of the whole call in US dollars, exactly as reported
     * @param revisedPrompt what the model made of the prompt
     * @param turn the model's turn without its pictures, signatures included, so that a later turn can continue it
     * @param shortfall why fewer pictures came than were asked for, or none if nothing but guesses did
     */
    public record Details(
            @Nullable String model,
            @Nullable String requestId,
            @Nullable JsonNode usage,
            @Nullable BigDecimal cost,
            @Nullable String revisedPrompt,
            @Nullable JsonNode turn,
            @Nullable UpstreamException shortfall) {
        /** Nothing but an id, when there is one. */
        public static Details ofId(@Nullable String requestId) {
            return new Details(null, requestId, null, null, null, null, null);
        }
    }

    /** A picture in the answer: its bytes are on disk, or a URL says where they are. */
    public sealed interface Candidate {
        /** Whether it only may be a picture. */
        default boolean guess() {
            return false;
        }
    }

    /** @param file in {@link Exchange#folder()}, complete and synced to disk */
    public record StoredPicture(Path file, long bytes) implements Candidate {}

    /**
     * Not yet fetched; see {@link ResultDownloads}.
     *
     * @param address as the upstream wrote it
     * @param guess whether it only may be a picture's: it counts when its bytes are, and is no failure otherwise
     */
    public record RemotePicture(String address, boolean guess) implements Candidate {
        /** A picture for sure. */
        public static RemotePicture at(String address) {
            return new RemotePicture(address, false);
        }
    }
}
