package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model gave back.
 *
 * @param candidates at least one
 * @param text the model's own words, trimmed, at most 20,000 characters; empty when there are none
 * @param model the model that answered, when told
 * @param requestId the upstream's id for this generation
 * @param usage tokens and cost exactly as told, small JSON
 */
public record Answer(
        List<Candidate> candidates,
        String text,
        @Nullable String model,
        @Nullable String requestId,
        @Nullable JsonNode usage) {

    /** A picture in the answer: its bytes are on disk, or a URL says where they are. */
    public sealed interface Candidate {}

    /**
     * @param file in {@link Exchange#folder()}, complete and synced to disk
     * @param sha256 lower-case hex
     */
    public record StoredPicture(Path file, long bytes, String sha256) implements Candidate {}

    /** Not yet fetched; see {@link ResultDownloads}. */
    public record RemotePicture(URI url) implements Candidate {}
}
