package studio.practice;

import java.util.Map;

/** {@code usage} as OpenRouter counts it, the same for chat and images; nothing costs anything here. */
public final class OpenRouterUsage {
    private OpenRouterUsage() {}

    /** @param drawn tokens of the pictures that it is about */
    public static Map<String, Object> of(PictureRequest request, int drawn) {
        return JsonMap.of(
                "prompt_tokens",
                request.promptTokens(),
                "completion_tokens",
                drawn,
                "total_tokens",
                request.promptTokens() + drawn,
                "cost",
                0,
                "is_byok",
                false,
                "cost_details",
                JsonMap.of(
                        "upstream_inference_cost", 0,
                        "upstream_inference_prompt_cost", 0,
                        "upstream_inference_completions_cost", 0),
                "completion_tokens_details",
                JsonMap.of("image_tokens", drawn, "reasoning_tokens", 0));
    }
}
