package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.UpstreamException;

/**
 * What an answer contains beside its pictures.
 *
 * @param document an answer, or an array of a stream's events
 * @param tree the same as one object
 */
record AnswerDetails(SpooledJson document, JsonNode tree) {
    private static final int MAX_USAGE = 16 * 1024;
    private static final int MAX_NAME = 200;
    private static final BigDecimal MAX_COST = new BigDecimal("100000");

    /** Of xAI: a tick is 10<sup>-10</sup> dollars. */
    private static final int TICK_SCALE = 10;

    static AnswerDetails of(SpooledJson document) {
        JsonNode tree = document.tree();
        return new AnswerDetails(document, tree.isArray() ? lastValues(tree) : tree);
    }

    /** A stream's events as one object: of each field the last value that is not empty. */
    private static JsonNode lastValues(JsonNode events) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (JsonNode event : events) {
            event.properties().forEach(field -> {
                JsonNode value = field.getValue();
                boolean says =
                        switch (field.getKey()) {
                            case "choices" -> value.at("/0/finish_reason").isTextual();
                            case "candidates" -> MissingPicture.ended(value);
                            default -> !value.isNull();
                        };
                if (says) {
                    all.set(field.getKey(), value);
                }
            });
        }
        return all;
    }

    static JsonNode either(JsonNode node, String camelCase, String snakeCase) {
        return node.hasNonNull(camelCase) ? node.get(camelCase) : node.path(snakeCase);
    }

    /** The start of a document that is one string. */
    String text() throws IOException {
        if (document.spooled(tree).orElse(null) instanceof Spooled.Text file) {
            try (InputStream in = Files.newInputStream(file.file())) {
                return new Reply(0, name -> null, in).text();
            }
        }
        return tree.asText();
    }

    @Nullable
    String id() {
        return name("id", "responseId", "response_id");
    }

    private @Nullable String name(String... fields) {
        return Stream.of(fields)
                .map(tree::path)
                .filter(JsonNode::isTextual)
                .map(text -> text.textValue().strip())
                .filter(text -> !text.isEmpty() && text.length() <= MAX_NAME)
                .findFirst()
                .orElse(null);
    }

    /** What was counted, in any protocol's field; may be missing. */
    JsonNode usage() {
        return tree.hasNonNull("usage") ? tree.get("usage") : either(tree, "usageMetadata", "usage_metadata");
    }

    /** @param shortfall why fewer pictures came than were asked for */
    Answer.Details summary(
            @Nullable String requestId,
            @Nullable BigDecimal cost,
            @Nullable JsonNode turn,
            @Nullable UpstreamException shortfall) {
        JsonNode usage = usage();
        boolean small = usage.isObject() && usage.toString().length() <= MAX_USAGE;
        // OpenAI's legacy models, xAI and the Responses form tell what they made of the prompt.
        String revisedPrompt = tree.findValues("revised_prompt").stream()
                .filter(text -> text.isTextual() && document.spooled(text).isEmpty())
                .map(text -> text.textValue().strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
        String model = name("model", "modelVersion", "model_version");
        return new Answer.Details(model, requestId, small ? usage : null, cost, revisedPrompt, turn, shortfall);
    }

    /**
     * The reported cost in US dollars, as an exact decimal: OpenRouter's {@code usage.cost}, xAI's {@code usage.cost_in_usd_ticks},
     * LiteLLM's {@code x-litellm-response-cost} header.
     */
    @Nullable
    BigDecimal cost(Function<String, @Nullable String> header) {
        JsonNode usage = tree.path("usage");
        BigDecimal cost = decimal(usage.path("cost").asText(""), MAX_COST);
        if (cost != null && usage.path("is_byok").asBoolean(false)) {
            // Of a key of one's own OpenRouter bills a fee; the provider bills the work to that key.
            String byProvider =
                    usage.at("/cost_details/upstream_inference_cost").asText("");
            BigDecimal work = decimal(byProvider, MAX_COST);
            return work == null ? cost : cost.add(work);
        }
        if (cost == null) {
            BigDecimal ticks = decimal(usage.path("cost_in_usd_ticks").asText(""), MAX_COST.movePointRight(TICK_SCALE));
            cost = ticks == null ? null : ticks.movePointLeft(TICK_SCALE);
        }
        return cost != null ? cost : decimal(String.valueOf(header.apply("x-litellm-response-cost")), MAX_COST);
    }

    /** Null for whatever is no sum of money that a call can cost. */
    private static @Nullable BigDecimal decimal(String text, BigDecimal max) {
        if (!text.matches("[0-9]{1,20}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?")) {
            return null;
        }
        BigDecimal value = new BigDecimal(text);
        return value.compareTo(max) > 0 || value.scale() > 40 ? null : value;
    }
}
