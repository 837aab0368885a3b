package studio.apiconfig;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamException;

/**
 * A question to an upstream that costs nothing and got no good answer. Where a {@link FailureCode} warns of a bill for a
 * picture, other words are needed here.
 *
 * @param upstream what it said itself, as in {@link studio.web.Problem}s; empty when it said nothing
 */
record FreeCallFailure(String code, Message sentence, NextStep nextStep, Map<String, Object> upstream) {
    private record Words(Message sentence, NextStep nextStep) {}

    private static final Map<FailureCode, Words> FREE = Map.ofEntries(
            entry(FailureCode.TIMEOUT, new Words(Message.of("apiconfig.upstream_silent"), NextStep.RETRY_LATER)),
            entry(FailureCode.CUT, new Words(Message.of("apiconfig.upstream_hung_up"), NextStep.CHECK_ENDPOINT)));

    static FreeCallFailure of(UpstreamException e) {
        FailureCode code = e.failure();
        Words words = FREE.getOrDefault(code, new Words(code.message(), code.nextStep()));
        return new FreeCallFailure(code.wire(), words.sentence(), words.nextStep(), upstream(e));
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
