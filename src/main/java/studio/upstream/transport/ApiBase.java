package studio.upstream.transport;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import studio.upstream.Connection;

/**
 * The base of an OpenAI-like API behind what people type: a host, a base with or without {@code /v1}, or the full URL of any
 * of its calls. A query string is kept, since some gateways carry their version in it.
 */
public record ApiBase(String base, @Nullable String query) {
    private static final String CALLS =
            "/(?:chat/completions|responses|models|images|images/generations|images/edits|images/models)$";

    public static ApiBase of(URI endpoint) {
        return of(endpoint, Connection.toOpenRouter(endpoint) ? "/api/v1" : "/v1");
    }

    /** @param root of the API on a host that is given without a path, with its leading slash */
    public static ApiBase of(URI endpoint, String root) {
        ApiBase typed = typed(endpoint);
        String base = typed.base.replaceFirst(CALLS, "");
        boolean bare = base.indexOf('/', base.indexOf("://") + 3) < 0;
        return new ApiBase(bare ? base + root : base, typed.query);
    }

    /** An address as it is, without slashes at its end. */
    public static ApiBase typed(URI endpoint) {
        String text = endpoint.toString().replaceFirst("#.*", "");
        int mark = text.indexOf('?') >= 0 ? text.indexOf('?') : text.length();
        String query = mark < text.length() ? text.substring(mark + 1) : null;
        return new ApiBase(text.substring(0, mark).replaceAll("/+$", ""), query);
    }

    /** Text as a segment of a path or a parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param path with its leading slash */
    public URI at(String path) {
        return at(path, null);
    }

    /** @param parameters further ones for the query string, encoded; null for none */
    public URI at(String path, @Nullable String parameters) {
        String all = query == null ? parameters : parameters == null ? query : query + "&" + parameters;
        return URI.create(base + path + (all == null ? "" : "?" + all));
    }
}
