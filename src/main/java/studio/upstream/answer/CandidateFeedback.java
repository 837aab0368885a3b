package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code generateContent} answer says of a picture that did not come (Gemini API reference, {@code BlockReason} and
 * {@code FinishReason}), in camelCase or, from some relays, snake_case.
 *
 * @param promptBlocked why the prompt was refused: {@code SAFETY}, {@code PROHIBITED_CONTENT}, …
 * @param finish why the model stopped, when that is not a plain stop: {@code IMAGE_SAFETY}, {@code NO_IMAGE}, …
 * @param words the upstream's own; empty when there are none
 */
record CandidateFeedback(
        @Nullable String promptBlocked, @Nullable String finish, String words) {

    static CandidateFeedback of(JsonNode tree) {
        JsonNode prompt = either(tree, "promptFeedback", "prompt_feedback");
        String blocked = either(prompt, "blockReason", "block_reason").asText("");
        List<String> said = new ArrayList<>();
        add(said, either(prompt, "blockReasonMessage", "block_reason_message"));
        String finish = null;
        for (JsonNode candidate : tree.path("candidates")) {
            String reason = reason(candidate);
            finish = finish == null && !reason.equalsIgnoreCase("STOP") && !reason.isBlank() ? reason : finish;
            add(said, either(candidate, "finishMessage", "finish_message"));
        }
        return new CandidateFeedback(blocked.isBlank() ? null : blocked, finish, String.join("\n", said));
    }

    /** Whether one of these candidates has come to its end; in a stream the last event says so. */
    static boolean ended(JsonNode candidates) {
        for (JsonNode candidate : candidates) {
            if (!reason(candidate).isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static String reason(JsonNode candidate) {
        JsonNode reason = either(candidate, "finishReason", "finish_reason");
        return reason.isTextual() ? reason.textValue() : "";
    }

    /** What was counted, in any protocol's field. */
    static JsonNode usage(JsonNode answer) {
        return answer.hasNonNull("usage") ? answer.get("usage") : either(answer, "usageMetadata", "usage_metadata");
    }

    static JsonNode either(JsonNode node, String camelCase, String snakeCase) {
        return node.hasNonNull(camelCase) ? node.get(camelCase) : node.path(snakeCase);
    }

    private static void add(List<String> said, JsonNode words) {
        if (words.isTextual() && !words.textValue().isBlank()) {
            said.add(words.textValue().strip());
        }
    }
}
