package studio.upstream.transport;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.upstream.Connection;

/**
 * Where a call goes, and its headers.
 *
 * @param apiKey masked in whatever comes back
 * @param headers the key's own among them
 */
public record Target(URI url, String apiKey, Map<String, String> headers) {

    /** A call of an OpenAI-like API, with the key as a bearer. */
    public static Target of(Connection connection, String path) {
        return bearer(connection, ApiBase.of(connection.endpoint()).at(path));
    }

    /** With the key as a bearer. */
    public static Target bearer(Connection connection, URI url) {
        return of(connection, url).with("Authorization", "Bearer " + connection.apiKey());
    }

    /** Without a header for the key. */
    public static Target of(Connection connection, URI url) {
        return new Target(url, connection.apiKey(), Map.of());
    }

    /** @param value null: the header is not sent */
    public Target with(String header, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Target(url, apiKey, Map.copyOf(more));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Target";
    }
}
