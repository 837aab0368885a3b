package studio.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request as a stream. Reference pictures are passed over without being decoded or held: a body of tens of
 * megabytes costs a few kilobytes here.
 */
final class ChatRequestReader {
    private static final int LONGEST_TEXT = 1_000_000;

    private final JsonParser parser;
    private final Map<String, String> texts = new HashMap<>();
    private @Nullable String prompt;
    private int references;
    private long tint;
    private boolean pictures = true;
    private boolean stream;
    private long seed;

    private ChatRequestReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws Refusal when the body is no request */
    static ChatRequest read(InputStream body) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_TEXT)
                        .maxNestingDepth(64)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(body)) {
            return new ChatRequestReader(parser).request();
        } catch (JacksonException e) {
            throw Refusal.invalid("The body is not a valid request: " + e.getOriginalMessage());
        }
    }

    private ChatRequest request() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Refusal.invalid("The body is not a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "model" -> text(name);
                case "messages" -> messages();
                case "modalities" -> modalities();
                case "image_config" -> imageConfig();
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "seed" -> seed = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                default -> parser.skipChildren();
            }
        }
        String model = texts.get("model");
        if (model == null) {
            throw Refusal.invalid("model is missing");
        }
        if (prompt == null && references == 0) {
            throw Refusal.invalid("messages has neither text nor a picture");
        }
        return new ChatRequest(
                model,
                prompt == null ? "" : prompt,
                texts.get("aspect_ratio"),
                texts.get("image_size"),
                texts.get("size"),
                texts.get("output_format"),
                seed,
                references,
                tint,
                pictures,
                stream);
    }

    private void text(String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            texts.put(name, parser.getText());
        } else {
            parser.skipChildren();
        }
    }

    private void modalities() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        pictures = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            pictures |= parser.currentToken() == JsonToken.VALUE_STRING && "image".equals(parser.getText());
            parser.skipChildren();
        }
    }

    private void imageConfig() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            text(name);
        }
    }

    private void messages() throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw Refusal.invalid("messages is not an array");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean content = "content".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (content && value == JsonToken.VALUE_STRING) {
                    prompt = parser.getText();
                } else if (content && value == JsonToken.START_ARRAY) {
                    parts();
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void parts() throws IOException {
        StringBuilder words = new StringBuilder();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if ("text".equals(name) && value == JsonToken.VALUE_STRING) {
                    words.append(words.isEmpty() ? "" : "\n").append(parser.getText());
                } else if ("image_url".equals(name)) {
                    reference(value);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (!words.isEmpty()) {
            prompt = words.toString();
        }
    }

    private void reference(JsonToken value) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        if (value == JsonToken.START_OBJECT) {
            parser.skipChildren();
        }
        // The length of a picture tells pictures apart well enough to give each its own tint.
        long length = parser.currentLocation().getByteOffset() - from;
        references++;
        tint = tint * 31 + length * 0x9E3779B1L + 1;
    }
}
