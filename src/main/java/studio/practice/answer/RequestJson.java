package studio.practice.answer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.UnaryOperator;
import studio.json.WholeJson;

/**
 * A request in JSON, without its pictures: their strings are passed over while they arrive, so that reference pictures of tens
 * of megabytes cost a few kilobytes.
 *
 * @param bytes length of the whole; distinguishes requests with different pictures
 */
public record RequestJson(JsonNode json, long bytes) {
    private static final Set<String> PICTURES = Set.of("url", "image_url", "data", "file_uri");
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxStringLength(1_000_000)
            .maxNestingDepth(64)
            .maxTokenCount(50_000)
            .build();

    /**
     * @param names turns the names of fields into those that the protocol's reader knows
     * @throws Refusal when the body is not a JSON object
     */
    public static RequestJson read(InputStream body, UnaryOperator<String> names) throws IOException {
        WholeJson factory = new WholeJson(new JsonFactoryBuilder().streamReadConstraints(BOUNDS));
        try (JsonParser parser = new WithoutPictures(factory.createParser(body), names)) {
            JsonNode json = new ObjectMapper().readTree(parser);
            if (json == null || !json.isObject()) {
                throw Refusal.invalid(null, "The body is not a JSON object");
            }
            return new RequestJson(json, parser.currentLocation().getByteOffset());
        } catch (JacksonException e) {
            throw Refusal.invalid(null, "The body is not a valid request: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw Refusal.invalid(null, "The body is not text");
        }
    }

    /** Never asks for the string of a picture, so that it is skipped and not held. */
    private static final class WithoutPictures extends JsonParserDelegate {
        private final UnaryOperator<String> names;

        WithoutPictures(JsonParser parser, UnaryOperator<String> names) {
            super(parser);
            this.names = names;
        }

        @Override
        public String currentName() throws IOException {
            String name = super.currentName();
            return name == null ? name : names.apply(name);
        }

        @Override
        public String getText() throws IOException {
            String name = currentName();
            return name != null && PICTURES.contains(name) ? "" : super.getText();
        }
    }
}
