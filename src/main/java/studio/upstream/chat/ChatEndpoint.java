package studio.upstream.chat;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The addresses behind what people type: a host, a base with or without {@code /v1}, or the full call URL. A query string
 * is kept, since some gateways carry their version in it.
 */
record ChatEndpoint(String base, @Nullable String query) {
    private static final String CALL = "/chat/completions";

    static ChatEndpoint of(URI endpoint) {
        String text = endpoint.toString();
        int cut = text.indexOf('#') >= 0 ? text.indexOf('#') : text.length();
        int mark = text.indexOf('?') >= 0 && text.indexOf('?') < cut ? text.indexOf('?') : cut;
        String query = mark < cut ? text.substring(mark + 1, cut) : null;
        String base = text.substring(0, mark).replaceAll("/+$", "");
        if (base.endsWith(CALL)) {
            return new ChatEndpoint(base.substring(0, base.length() - CALL.length()), query);
        }
        base = base.replaceAll("/(?:models|images/generations|images/edits)$", "");
        boolean bare = base.indexOf('/', base.indexOf("://") + 3) < 0;
        if (bare) {
            base += base.endsWith("openrouter.ai") ? "/api/v1" : "/v1";
        }
        return new ChatEndpoint(base, query);
    }

    URI completions() {
        return URI.create(base + CALL + (query == null ? "" : "?" + query));
    }

    URI models(@Nullable String parameters) {
        String all = query == null ? parameters : parameters == null ? query : query + "&" + parameters;
        return URI.create(base + "/models" + (all == null ? "" : "?" + all));
    }
}
