package studio.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import studio.json.WholeJson;
import studio.problem.Message;

/** The file as a tree: strict when read, laid out as people expect when written, numbers kept to the digit. */
final class ConfigJson {
    private final JsonMapper mapper = JsonMapper.builder(new WholeJson())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    ObjectNode read(byte[] bytes) throws InvalidConfigException {
        try {
            JsonNode tree = mapper.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidConfigException(Message.of("config.not_an_object"));
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text around, which may be a secret.
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

    byte[] write(ObjectNode tree) {
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return (mapper.writer(printer).writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
