package studio.upstream.transport;

import java.net.URI;
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
        String text = endpoint.toString();
        int cut = text.indexOf('#') >= 0 ? text.indexOf('#') : text.length();
        int mark = text.indexOf('?') >= 0 && text.indexOf('?') < cut ? text.indexOf('?') : cut;
        String query = mark < cut ? text.substring(mark + 1, cut) : null;
        String base = text.substring(0, mark).replaceAll("/+$", "").replaceFirst(CALLS, "");
        boolean bare = base.indexOf('/', base.indexOf("://") + 3) < 0;
        if (bare) {
            base += root;
        }
        return new ApiBase(base, query);
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
