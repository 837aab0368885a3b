package studio.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            .addModule(new SimpleModule().addDeserializer(String.class, new Text()))
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

    /**
     * @param wrongTypes is asked for each value of a wrong type
     * @throws MismatchedInputException at one that it does not handle
     */
    static <T> T bind(ObjectNode tree, Class<T> type, DeserializationProblemHandler wrongTypes)
            throws MismatchedInputException {
        try {
            return MAPPER.readerFor(type).withHandler(wrongTypes).readValue(tree);
        } catch (MismatchedInputException e) {
            throw e;
        } catch (IOException e) {
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

    /** Takes nothing else for a text. */
    private static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1;

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? parser.getText()
                    : (String) context.handleUnexpectedToken(String.class, parser);
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
