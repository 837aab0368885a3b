package studio.practice;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import studio.json.WholeJson;

/**
 * Walks once through a request in JSON, forwards only. What nobody asks for is passed over without being held, so reference
 * pictures of tens of megabytes cost a few kilobytes here. Every method speaks of the value that the walk stands at.
 */
public final class RequestJson {
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int DEEPEST = 64;

    private final JsonParser parser;

    private RequestJson(JsonParser parser) {
        this.parser = parser;
    }

    /** Something that is made of a request. */
    public interface Reader<T> {
        T read(RequestJson json) throws IOException;
    }

    /** What is done with one field of an object; what it leaves of the value is passed over. */
    public interface Field {
        void read(String name) throws IOException;
    }

    /** What is done with one element of a list; what it leaves of the value is passed over. */
    public interface Element {
        void read() throws IOException;
    }

    /** @throws Refusal when the body is not a JSON object */
    public static <T> T read(InputStream body, Reader<T> reader) throws IOException {
        JsonFactory factory = new WholeJson(new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_TEXT)
                        .maxNestingDepth(DEEPEST)
                        .build()));
        try (JsonParser parser = factory.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.invalid(null, "The body is not a JSON object");
            }
            return reader.read(new RequestJson(parser));
        } catch (JacksonException e) {
            throw Refusal.invalid(null, "The body is not a valid request: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw Refusal.invalid(null, "The body is not text");
        }
    }

    /** Goes through an object; any other value has no fields. */
    public void object(Field field) throws IOException {
        if (!isObject()) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
            parser.skipChildren();
        }
    }

    /** Goes through a list; any other value has no elements. */
    public void list(Element element) throws IOException {
        if (!isList()) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
            parser.skipChildren();
        }
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    public boolean isList() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** A string, number or truth value as it was written; null for all else. */
    public @Nullable String text() throws IOException {
        JsonToken token = parser.currentToken();
        return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getText() : null;
    }

    /** A whole number; 0 for all else. */
    public long whole() throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
    }

    /** How many bytes of the body lie behind; the difference is the length of what was passed over between. */
    public long offset() {
        return parser.currentLocation().getByteOffset();
    }
}
