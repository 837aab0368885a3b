package studio.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import studio.json.WholeJson;
import studio.problem.Message;

/** The document as a tree, strict when it is read, with its numbers kept to the digit; and its parts as records. */
final class ConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(new WholeJson())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .withCoercionConfig(LogicalType.Textual, coercion -> List.of(
                            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                    .forEach(shape -> coercion.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private ConfigJson() {}

    /** @throws InvalidConfigException with line and column; the text around, which may be a secret, is not quoted */
    static ObjectNode read(byte[] bytes) {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidConfigException(Message.of("config.not_an_object"));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new InvalidConfigException(
                    at == null
                            ? Message.of("config.not_json")
                            : Message.of("config.not_json_at", at.getLineNr(), at.getColumnNr()));
        } catch (NumberFormatException e) {
            throw new InvalidConfigException(Message.of("config.number_too_large"));
        } catch (IOException e) {
            throw new InvalidConfigException(Message.of("config.not_utf8"));
        }
    }

    /** @throws MismatchedInputException at the first value of a wrong type */
    static <T> T bind(ObjectNode tree, Class<T> type) throws MismatchedInputException {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (MismatchedInputException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be read", e);
        }
    }

    /** The fields that are not null. */
    static ObjectNode tree(Record value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] write(ObjectNode tree) {
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return (MAPPER.writer(printer).writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    /** Reads a number as its text; what else stands there has no amount or duration in its text. */
    @RegisterForReflection
    static final class NumberOrText extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return context.readTree(parser).asText();
        }
    }
}
