package studio.apiconfig;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamException;

/**
 * A question to an upstream that costs nothing and got no good answer. Where a {@link FailureCode} warns of a bill for a
 * picture, the sentence here is another.
 *
 * @param upstream what it reported itself, as in {@link studio.web.Problem}s; empty when it reported nothing
 */
record FreeCallFailure(String code, Message sentence, NextStep nextStep, Map<String, Object> upstream) {
    static FreeCallFailure of(UpstreamException e) {
        FailureCode code = e.failure();
        return switch (code) {
            case TIMEOUT -> of(e, Message.of("apiconfig.upstream_silent"), NextStep.RETRY_LATER);
            case CUT -> of(e, Message.of("apiconfig.upstream_hung_up"), NextStep.CHECK_ENDPOINT);
            default -> of(e, code.message(), code.nextStep());
        };
    }

    private static FreeCallFailure of(UpstreamException e, Message sentence, NextStep nextStep) {
        return new FreeCallFailure(e.failure().wire(), sentence, nextStep, upstream(e));
    }

    private static Map<String, Object> upstream(UpstreamException e) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (e.status() != 0) {
            told.put("status", e.status());
        }
        put(told, "code", e.upstreamCode());
        put(told, "message", e.upstreamMessage());
        put(told, "requestId", e.requestId());
        return told;
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
