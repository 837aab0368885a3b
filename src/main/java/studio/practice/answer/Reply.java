package studio.practice.answer;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/**
 * A good status in a protocol.
 *
 * @param headers in addition to {@code Content-Type}
 * @param parts of the body, each sent off by itself; pictures in them are {@linkplain Assignment#base64 marked}
 */
public record Reply(String mediaType, Map<String, String> headers, List<String> parts) {

    public static Reply json(String object) {
        return new Reply(MediaType.APPLICATION_JSON, Map.of(), List.of(object));
    }

    public static Reply events(List<String> events) {
        return new Reply(MediaType.SERVER_SENT_EVENTS, Map.of(), events);
    }

    /** An event of a stream (WHATWG HTML, "Server-sent events"). */
    public static String event(String json) {
        return "data: " + json.strip().replace("\n", "") + "\n\n";
    }

    public Reply with(String header, String value) {
        return new Reply(mediaType, Map.of(header, value), parts);
    }
}
