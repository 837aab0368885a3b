package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an answer's usage counts the output of a picture, although the answer has none. */
public final class CountedOutput {
    /** No model says so much without words; a small picture has more. */
    private static final int OF_A_PICTURE = 1_000;

    private static final List<String> OUTPUT = Words.list("output counts");
    private static final List<String> DETAILS = Words.list("output details");
    private static final List<String> MODALITIES = Words.list("output modalities");

    private CountedOutput() {}

    /**
     * @param usage as told; may be missing
     * @param words that came: a sign is at most a token
     */
    public static boolean ofPicture(@Nullable JsonNode usage, String words) {
        if (usage == null) {
            return false;
        }
        long thoughts = 0;
        for (String path : DETAILS) {
            if (usage.at(path).path("image_tokens").asLong(0) > 0) {
                return true;
            }
            thoughts =
                    Math.max(thoughts, usage.at(path).path("reasoning_tokens").asLong(0));
        }
        for (String path : MODALITIES) {
            for (JsonNode modality : usage.at(path)) {
                boolean image = modality.path("modality").asText("").equalsIgnoreCase("image");
                if (image
                        && modality.path("tokenCount")
                                        .asLong(modality.path("token_count")
                                                .asLong(modality.path("tokens").asLong(0)))
                                > 0) {
                    return true;
                }
            }
        }
        long output = 0;
        for (String path : OUTPUT) {
            output = Math.max(output, usage.at(path).asLong(0));
        }
        return output - thoughts - words.length() > OF_A_PICTURE;
    }
}
