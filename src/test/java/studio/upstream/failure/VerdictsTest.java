package studio.upstream.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.upstream.Billing;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;

/** What OpenRouter's names for errors mean, whether they come with a status or inside of a 200. */
class VerdictsTest {
    private static final String KEY = "sk-or-0123456789";

    private static UpstreamException answered(int status, String error, Billing billing, String... headers) {
        Function<String, String> header = name -> headers.length > 0 && name.equals(headers[0]) ? headers[1] : null;
        return Answered.of(status, header, KEY, billing).refused(header, "{\"error\":" + error + "}");
    }

    private static UpstreamException inBody(String error, Billing billing) throws Exception {
        return new Answered(200, "gen-1", KEY, billing).error(new ObjectMapper().readTree("{\"error\":" + error + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "context_length_exceeded, 400, bad_request, FINAL",
        "max_tokens_exceeded, 400, bad_request, FINAL",
        "token_limit_exceeded, 400, bad_request, FINAL",
        "string_too_long, 400, bad_request, FINAL",
        "authentication, 401, bad_key, FINAL",
        "permission_denied, 403, no_access, FINAL",
        "payment_required, 402, insufficient_balance, FINAL",
        "rate_limit_exceeded, 429, rate_limited, REFUSED",
        "provider_overloaded, 503, overloaded, REFUSED",
        "provider_overloaded, 502, overloaded, REFUSED",
        "provider_unavailable, 502, upstream_error, UNKNOWN",
        "provider_unavailable, 503, overloaded, REFUSED",
        "invalid_request, 400, bad_request, FINAL",
        "invalid_prompt, 400, prompt_blocked, FINAL",
        "not_found, 404, model_not_found, FINAL",
        "precondition_failed, 412, bad_request, FINAL",
        "payload_too_large, 413, too_large, FINAL",
        "unprocessable, 422, bad_request, FINAL",
        "content_policy_violation, 403, prompt_blocked, FINAL",
        "content_policy_violation, 502, prompt_blocked, FINAL",
        "refusal, 403, prompt_blocked, FINAL",
        "invalid_image, 400, bad_request, FINAL",
        "image_too_large, 400, too_large, FINAL",
        "image_too_small, 400, bad_request, FINAL",
        "unsupported_image_format, 400, bad_request, FINAL",
        "image_not_found, 400, bad_request, FINAL",
        "image_download_failed, 400, bad_request, FINAL",
        "server, 500, upstream_error, UNKNOWN",
        "timeout, 504, timeout, UNKNOWN",
        "timeout, 408, timeout, UNKNOWN",
        "unmapped, 500, upstream_error, UNKNOWN"
    })
    void everyTypeOfErrorHasItsCodeWithAStatusAndInA200(String type, int status, String code, Outcome outcome)
            throws Exception {
        String error = "{\"code\":" + status + ",\"message\":\"m\",\"metadata\":{\"error_type\":\"" + type + "\"}}";
        String additive = "{\"http_status\":" + status + ",\"message\":\"m\",\"error_type\":\"" + type + "\"}";
        for (String form : new String[] {error, additive}) {
            UpstreamException failure = answered(status, form, Billing.FAILURES_MAY_COST);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.outcome()).isEqualTo(outcome);
            assertThat(failure.upstreamCode()).isEqualTo(type);
            UpstreamException late = inBody(form, Billing.FAILURES_MAY_COST);
            assertThat(late.code()).isEqualTo(code);
            assertThat(late.outcome())
                    .as("after a 200 only a clear no is final")
                    .isEqualTo(outcome == Outcome.FINAL ? Outcome.FINAL : Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model_not_found, 400, model_not_found, FINAL",
        "wrong_endpoint, 400, model_not_found, FINAL",
        "no_endpoints, 404, model_not_found, FINAL",
        "model_deprecated, 404, model_not_found, FINAL",
        "free_variant_ended, 404, model_not_found, FINAL",
        "privacy_restricted, 404, no_access, FINAL",
        "region_restricted, 403, no_access, FINAL",
        "constraint_filtered, 404, bad_request, FINAL",
        "capacity_exhausted, 429, overloaded, REFUSED",
        "capacity_exhausted, 503, overloaded, REFUSED",
        "temporarily_unavailable, 503, overloaded, REFUSED",
        "model_unavailable_upstream, 502, overloaded, REFUSED"
    })
    void everyReasonOfUnavailabilityHasItsCode(String reason, int status, String code, Outcome outcome) {
        UpstreamException failure = answered(
                status,
                "{\"http_status\":" + status + ",\"message\":\"m\",\"availability\":{\"code\":\"" + reason + "\"}}",
                Billing.FAILURES_MAY_COST);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.upstreamCode()).isEqualTo(reason);
    }

    @Test
    void aGuardrailIsABlockedPromptAndADataPolicyIsMissingAccess() {
        assertThat(answered(
                                403,
                                "{\"code\":403,\"message\":\"Blocked\",\"metadata\":{\"patterns\":[\"card\"]}}",
                                Billing.FAILURES_MAY_COST)
                        .code())
                .isEqualTo("prompt_blocked");
        UpstreamException policy = answered(
                404,
                "{\"code\":404,\"message\":\"No endpoints found matching your data policy. Configure: https://x\"}",
                Billing.FAILURES_MAY_COST);
        assertThat(policy.code()).isEqualTo("no_access");
        assertThat(policy.upstreamMessage()).contains("data policy");
    }

    @Test
    void onlyABudgetInFlightWithAWaitMayBeAskedAgain() {
        String error = "{\"code\":402,\"message\":\"m\",\"metadata\":{\"error_type\":\"payment_required\","
                + "\"limit_source\":\"openrouter_in_flight_budget\"}}";
        assertThat(answered(402, error, Billing.FAILURES_ARE_FREE, "retry-after", "2")
                        .outcome())
                .isEqualTo(Outcome.REFUSED);
        assertThat(answered(402, error, Billing.FAILURES_ARE_FREE).outcome()).isEqualTo(Outcome.FINAL);
        assertThat(answered(402, "{\"code\":402,\"message\":\"m\"}", Billing.FAILURES_ARE_FREE, "retry-after", "2")
                        .outcome())
                .isEqualTo(Outcome.FINAL);
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "504", "524", "408"})
    void aFormWhoseFailuresAreFreeSaysSo(int status) throws Exception {
        String error = "{\"code\":" + status + ",\"message\":\"m\"}";
        for (UpstreamException failure : new UpstreamException[] {
            answered(status, error, Billing.FAILURES_ARE_FREE), inBody(error, Billing.FAILURES_ARE_FREE)
        }) {
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failure.code()).isEqualTo("failed_unbilled");
        }
    }
}
