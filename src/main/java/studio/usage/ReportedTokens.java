package studio.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.Price;

/**
 * Finds the tokens in what upstreams report of a call. The names are those of OpenAI's images API ({@code input_tokens}), the
 * chat protocol ({@code prompt_tokens}) and Gemini ({@code promptTokenCount}; {@code total_input_tokens} in its interactions).
 *
 * <p>Gemini's thoughts are left out: they are billed as text, at about a tenth of what tokens of pictures cost, and there is no
 * price for them.
 */
final class ReportedTokens {
    private static final List<String> INPUT =
            List.of("/input_tokens", "/prompt_tokens", "/promptTokenCount", "/total_input_tokens");
    private static final List<String> IMAGE_INPUT =
            List.of("/input_tokens_details/image_tokens", "/prompt_tokens_details/image_tokens");
    private static final List<String> OUTPUT =
            List.of("/output_tokens", "/completion_tokens", "/candidatesTokenCount", "/total_output_tokens");

    /** No call takes more; a larger number is a mistake. */
    private static final long MAX = 1_000_000_000;

    private ReportedTokens() {}

    /** Null when the number of tokens that came back, which is what costs, is not reported. */
    static Price.@Nullable Tokens in(JsonNode usage) {
        long output = first(usage, OUTPUT);
        if (output == 0) {
            return null;
        }
        long input = first(usage, INPUT);
        long pictures = Math.min(input, first(usage, IMAGE_INPUT) + geminiPictures(usage));
        return new Price.Tokens(input - pictures, pictures, output);
    }

    private static long geminiPictures(JsonNode usage) {
        return usage.path("promptTokensDetails")
                .valueStream()
                .filter(part -> part.path("modality").asText("").equals("IMAGE"))
                .map(part -> part.path("tokenCount"))
                .findFirst()
                .filter(ReportedTokens::isCount)
                .map(JsonNode::longValue)
                .orElse(0L);
    }

    private static long first(JsonNode usage, List<String> pointers) {
        return pointers.stream()
                .map(usage::at)
                .filter(ReportedTokens::isCount)
                .findFirst()
                .map(JsonNode::longValue)
                .orElse(0L);
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0 && node.longValue() <= MAX;
    }
}
