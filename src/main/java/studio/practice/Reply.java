package studio.practice;

import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Map;

/**
 * A good status in a wire form; its body is written when its turn comes.
 *
 * @param headers in addition to {@code Content-Type}
 */
public record Reply(String mediaType, Map<String, String> headers, Body body) {
    /** Writes all of an answer. */
    public interface Body {
        void write(AnswerOutput out) throws IOException;
    }

    /** Writes the one object of an answer. */
    public interface ObjectBody {
        void write(AnswerOutput out, com.fasterxml.jackson.core.JsonGenerator json) throws IOException;
    }

    public static Reply json(ObjectBody body) {
        return new Reply(MediaType.APPLICATION_JSON, Map.of(), out -> out.object(json -> body.write(out, json)));
    }

    public static Reply events(Body body) {
        return new Reply(MediaType.SERVER_SENT_EVENTS, Map.of(), body);
    }

    public Reply with(String header, String value) {
        return new Reply(mediaType, Map.of(header, value), body);
    }
}
