package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.upstream.Billing;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;

/**
 * Why pictures that were asked for are missing from a 2xx of the images form: errors beside or among the pictures (Volcengine
 * Ark's {@code data[].error}, a top {@code error}, an error event), and pictures held back with no more than a flag (xAI's
 * {@code respect_moderation}, Ideogram's {@code is_image_safe}) or a reason (StepFun's and Stability's {@code finish_reason},
 * Imagen's {@code raiFilteredReason}).
 */
final class ItemFaults {
    private static final List<String> LISTS = List.of("data", "images", "artifacts", "predictions");
    private static final List<String> PICTURES = List.of("b64_json", "url", "base64", "image");
    private static final List<String> FLAGS = List.of("respect_moderation", "is_image_safe");
    private static final List<String> REASONS = List.of("finish_reason", "finishReason", "raiFilteredReason");

    private final int status;
    private final @Nullable String requestId;
    private final String apiKey;
    private final Billing billing;

    ItemFaults(int status, @Nullable String requestId, String apiKey, Billing billing) {
        this.status = status;
        this.requestId = requestId;
        this.apiKey = apiKey;
        this.billing = billing;
    }

    /**
     * @param document an answer, or an array of a stream's events
     * @return the first fault; null when nothing says why a picture is missing
     */
    @Nullable
    UpstreamException first(JsonNode document) {
        for (JsonNode part : document.isArray() ? document : List.of(document)) {
            for (String list : LISTS) {
                for (JsonNode item : part.path(list)) {
                    UpstreamException fault = holdsPicture(item) ? null : of(item);
                    if (fault != null) {
                        return fault;
                    }
                }
            }
            if (hasError(part)) {
                return UpstreamErrors.answeredInBody(status, part, requestId, apiKey, billing);
            }
        }
        return null;
    }

    private @Nullable UpstreamException of(JsonNode item) {
        if (hasError(item)) {
            return UpstreamErrors.answeredInBody(status, item, requestId, apiKey, billing);
        }
        for (String flag : FLAGS) {
            if (item.path(flag).isBoolean() && !item.get(flag).booleanValue()) {
                return UpstreamErrors.withoutPicture("moderation:" + flag, "", status, requestId, null, false, apiKey);
            }
        }
        for (String name : REASONS) {
            String reason = item.path(name).asText("");
            if (UpstreamErrors.blocks(reason)) {
                return UpstreamErrors.withoutPicture(reason, "", status, requestId, null, false, apiKey);
            }
        }
        return null;
    }

    private static boolean holdsPicture(JsonNode item) {
        return PICTURES.stream().anyMatch(field -> !item.path(field).asText("").isBlank());
    }

    private static boolean hasError(JsonNode holder) {
        JsonNode error = holder.path("error");
        return error.isTextual() ? !error.asText().isBlank() : error.isObject() && !error.isEmpty();
    }
}
