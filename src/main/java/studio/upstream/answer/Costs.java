package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an upstream says a call cost, in US dollars, as an exact decimal: OpenRouter's {@code usage.cost}, xAI's
 * {@code usage.cost_in_usd_ticks} (a tick is 10<sup>-10</sup> dollars), LiteLLM's {@code x-litellm-response-cost} header.
 */
final class Costs {
    private static final int TICK_SCALE = 10;
    private static final BigDecimal MAX = new BigDecimal("100000");

    private Costs() {}

    static @Nullable BigDecimal told(JsonNode answer, Function<String, @Nullable String> header) {
        JsonNode usage = answer.path("usage");
        BigDecimal cost = decimal(usage.path("cost").asText(""), MAX);
        if (cost != null && usage.path("is_byok").asBoolean(false)) {
            // Of a key of one's own OpenRouter bills a fee; the provider bills the work to that key.
            BigDecimal work =
                    decimal(usage.at("/cost_details/upstream_inference_cost").asText(""), MAX);
            return work == null ? cost : cost.add(work);
        }
        if (cost == null) {
            BigDecimal ticks = decimal(usage.path("cost_in_usd_ticks").asText(""), MAX.movePointRight(TICK_SCALE));
            cost = ticks == null ? null : ticks.movePointLeft(TICK_SCALE);
        }
        return cost != null ? cost : decimal(String.valueOf(header.apply("x-litellm-response-cost")), MAX);
    }

    /** Null for whatever is no sum of money that a call can cost. */
    private static @Nullable BigDecimal decimal(String text, BigDecimal most) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?")) {
            return null;
        }
        BigDecimal value = new BigDecimal(text);
        return value.compareTo(most) > 0 || value.scale() > 40 ? null : value;
    }
}
