package studio.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an upstream's address may be: {@code http(s)}, with a host, without credentials or fragment. */
public final class Endpoints {
    private static final int LONGEST = 2000;

    /** A query parameter's name, in lower case without - and _, whose value is nobody else's business. */
    private static final Pattern SECRET =
            Pattern.compile(".*(key|token|secret|password|signature)|auth|authorization|sig|pass");

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

    /** Whether its query carries a key, by the names of the parameters. */
    public static boolean carriesKey(URI endpoint) {
        return !withoutKeys(endpoint).equals(endpoint);
    }

    /** As it may be shown: without the parameters that carry keys. */
    public static URI withoutKeys(URI endpoint) {
        String query = endpoint.getRawQuery();
        if (query == null) {
            return endpoint;
        }
        List<String> parameters = List.of(query.split("&", -1));
        List<String> shown = parameters.stream()
                .filter(parameter -> !isSecret(parameter.split("=", 2)[0]))
                .toList();
        if (shown.size() == parameters.size()) {
            return endpoint;
        }
        String address = endpoint.toString();
        String path = address.substring(0, address.indexOf('?'));
        return URI.create(shown.isEmpty() ? path : path + "?" + String.join("&", shown));
    }

    private static boolean isSecret(String parameter) {
        String name = URLDecoder.decode(parameter, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return SECRET.matcher(name.replaceAll("[-_]", "")).matches();
    }

    /** Scheme, host and port: what a stored key is bound to. */
    public static String origin(URI endpoint) {
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + endpoint.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
