package studio.apiconfig;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.model.Note;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamException;

/**
 * A question to an upstream that costs nothing and got no good answer. Where a {@link FailureCode} warns of a bill for a
 * picture, other words are needed here.
 *
 * @param upstream what it said itself, as in {@link studio.web.Problem}s; empty when it said nothing
 */
record FreeCallFailure(String code, Note sentence, NextStep nextStep, Map<String, Object> upstream) {
    private record Words(Note sentence, NextStep nextStep) {}

    private static final Map<FailureCode, Words> FREE = Map.ofEntries(
            entry(
                    FailureCode.TIMEOUT,
                    new Words(
                            new Note(
                                    "连接上了上游服务器，但它迟迟没有回答。请稍后再试，或检查接口地址。",
                                    "The upstream was reached but did not answer in time. Try again later, or check the"
                                            + " endpoint address."),
                            NextStep.RETRY_LATER)),
            entry(
                    FailureCode.CUT,
                    new Words(
                            new Note(
                                    "连接上了上游服务器，但它没有答完就断开了。请检查接口地址（http 还是 https、端口是否正确），再试一次。",
                                    "The upstream was reached but hung up before it had answered. Check the endpoint"
                                            + " address (http or https, the port), then try again."),
                            NextStep.CHECK_ENDPOINT)));

    static FreeCallFailure of(UpstreamException e) {
        FailureCode code = e.failure();
        Words words =
                FREE.getOrDefault(code, new Words(new Note(code.message(false), code.message(true)), code.nextStep()));
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
