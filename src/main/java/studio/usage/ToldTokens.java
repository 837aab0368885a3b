package studio.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.Price;

/**
 * Finds the tokens in what upstreams tell of a call, by the names of OpenAI's images API ({@code input_tokens}), the chat form
 * ({@code prompt_tokens}) and Gemini ({@code promptTokenCount}; {@code total_input_tokens} in its interactions).
 *
 * <p>Gemini's thoughts are left out: they are billed as text, at about a tenth of what tokens of pictures cost, and there is
 * no price for them.
 */
final class ToldTokens {
    private static final List<String> INPUT =
            List.of("/input_tokens", "/prompt_tokens", "/promptTokenCount", "/total_input_tokens");
    private static final List<String> IMAGE_INPUT =
            List.of("/input_tokens_details/image_tokens", "/prompt_tokens_details/image_tokens");
    private static final List<String> OUTPUT =
            List.of("/output_tokens", "/completion_tokens", "/candidatesTokenCount", "/total_output_tokens");

    /** No call takes more; a larger number is a mistake. */
    private static final long MOST = 1_000_000_000;

    private ToldTokens() {}

    /** Null when it is not told how many came back, which is what costs. */
    static Price.@Nullable Tokens in(JsonNode usage) {
        Long output = first(usage, OUTPUT);
        if (output == null || output == 0) {
            return null;
        }
        long input = orZero(first(usage, INPUT));
        long pictures = Math.min(input, orZero(first(usage, IMAGE_INPUT)) + geminiPictures(usage));
        return new Price.Tokens(input - pictures, pictures, output);
    }

    private static long geminiPictures(JsonNode usage) {
        for (JsonNode part : usage.path("promptTokensDetails")) {
            if (part.path("modality").asText("").equals("IMAGE")) {
                return orZero(count(part.path("tokenCount")));
            }
        }
        return 0;
    }

    private static @Nullable Long first(JsonNode usage, List<String> pointers) {
        for (String pointer : pointers) {
            Long count = count(usage.at(pointer));
            if (count != null) {
                return count;
            }
        }
        return null;
    }

    private static @Nullable Long count(JsonNode node) {
        boolean sensible =
                node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0 && node.longValue() <= MOST;
        return sensible ? node.longValue() : null;
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
