package studio.upstream.failure;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;

/**
 * What the names that an upstream gives to its errors say, beyond the status: OpenRouter's {@code availability.code} and
 * {@code error_type} (its API reference, "Errors"). Names that only repeat the status ({@code server}, {@code provider_unavailable},
 * {@code unmapped}) are not here: how such a call stands is the status's to say.
 */
final class NamedErrors {
    private static final Map<String, Verdict> AVAILABILITY = Map.ofEntries(
            entry("model_not_found", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("model_deprecated", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("free_variant_ended", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("wrong_endpoint", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("no_endpoints", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("region_restricted", Verdict.last(FailureCode.NO_ACCESS)),
            entry("privacy_restricted", Verdict.last(FailureCode.NO_ACCESS)),
            entry("constraint_filtered", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("capacity_exhausted", Verdict.refused(FailureCode.OVERLOADED)),
            entry("temporarily_unavailable", Verdict.refused(FailureCode.OVERLOADED)),
            entry("model_unavailable_upstream", Verdict.refused(FailureCode.OVERLOADED)));

    private static final Map<String, Verdict> TYPES = Map.ofEntries(
            entry("context_length_exceeded", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("max_tokens_exceeded", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("token_limit_exceeded", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("string_too_long", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("invalid_request", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("precondition_failed", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("unprocessable", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("invalid_image", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("image_too_small", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("unsupported_image_format", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("image_not_found", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("image_download_failed", Verdict.last(FailureCode.BAD_REQUEST)),
            entry("image_too_large", Verdict.last(FailureCode.TOO_LARGE)),
            entry("payload_too_large", Verdict.last(FailureCode.TOO_LARGE)),
            entry("authentication", Verdict.last(FailureCode.BAD_KEY)),
            entry("permission_denied", Verdict.last(FailureCode.NO_ACCESS)),
            entry("payment_required", Verdict.last(FailureCode.INSUFFICIENT_BALANCE)),
            entry("not_found", Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry("invalid_prompt", Verdict.last(FailureCode.PROMPT_BLOCKED)),
            entry("content_policy_violation", Verdict.last(FailureCode.PROMPT_BLOCKED)),
            entry("refusal", Verdict.last(FailureCode.PROMPT_BLOCKED)),
            entry("rate_limit_exceeded", Verdict.refused(FailureCode.RATE_LIMITED)),
            entry("provider_overloaded", Verdict.refused(FailureCode.OVERLOADED)),
            entry("timeout", Verdict.unknown(FailureCode.TIMEOUT)));

    private NamedErrors() {}

    /** @return null when the error has no such name */
    static @Nullable Verdict verdict(ErrorEnvelope e) {
        Verdict found = AVAILABILITY.get(e.error().at("/availability/code").asText(""));
        for (String path : List.of("/metadata/error_type", "/error_type")) {
            found = found != null ? found : TYPES.get(e.error().at(path).asText(""));
        }
        return found;
    }
}
