package studio.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** What an upstream's address may be: {@code http(s)}, with a host, without credentials or fragment. */
public final class Endpoints {
    private static final int LONGEST = 2000;

    private Endpoints() {}

    /** @throws IllegalArgumentException with what is wrong, as the end of a sentence that starts with the field's name */
    public static URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("must have at most " + LONGEST + " characters.");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL such as https://openrouter.ai/api/v1.", e);
        }
        String scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("must start with http:// or https://.");
        }
        // A user part makes getHost null for some forms, so the authority itself is looked at.
        if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "must not contain a user name or password; the key has a field of its own.");
        }
        if (uri.getHost() == null || uri.getPort() > 65535) {
            throw new IllegalArgumentException("must name a host.");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must not contain a # fragment.");
        }
        return uri;
    }

    /** Scheme, host and port: what a stored key is bound to. */
    public static String origin(URI endpoint) {
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + endpoint.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
