package studio.config;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/** What an upstream's address may be: {@code http(s)}, with a host, without credentials or fragment. */
public final class Endpoints {
    private static final int MAX_LENGTH = 2000;

    private static final String PASTED_AROUND = "\"'`<>,;";
    private static final Pattern PARTS = Pattern.compile("(?i)(https?)://([^/?#]*)(.*)");

    /** A query parameter's name, in lower case without - and _, whose value is a secret. */
    private static final Pattern SECRET =
            Pattern.compile(".*(key|token|secret|password|signature)|auth|authorization|sig|pass");

    private Endpoints() {}

    /** Without blanks, invisible characters, quotes and foreign punctuation at the ends, which come along when it is pasted. */
    public static String clean(String text) {
        return PastedText.strip(text, c -> PastedText.blank(c) || PastedText.sign(c) || PASTED_AROUND.indexOf(c) >= 0);
    }

    /**
     * Reads an address as people type it; what it holds outside of ASCII is encoded (RFC 3986, 2.1; a host by IDNA), what is
     * encoded already stays.
     *
     * @throws InvalidConfigException when it is none, naming the character that is to blame
     */
    public static URI parse(String text) {
        String typed = clean(text);
        InvalidConfigException.throwIf(typed.length() > MAX_LENGTH, "config.too_long", MAX_LENGTH);
        typed.codePoints().filter(Endpoints::isForeign).findFirst().ifPresent(c -> {
            throw foreign(c);
        });
        Matcher parts = PARTS.matcher(typed);
        if (!parts.matches()) {
            int first = typed.isEmpty() ? 0 : typed.codePointAt(0);
            InvalidConfigException.throwIf(first > '~', "config.url_scheme", PastedText.name(first));
            throw new InvalidConfigException(Message.of("config.url_scheme_missing"));
        }
        return check(uri(parts.group(1) + "://" + host(parts.group(2)) + encoded(parts.group(3))));
    }

    /** What is wrong with an address; null when nothing is. */
    static @Nullable Message fault(String text) {
        try {
            URI unused = parse(text);
            return null;
        } catch (InvalidConfigException e) {
            return e.sentence();
        }
    }

    /** A key in the query would be shown to everybody who sees the address; an address with another fault has no key. */
    static @Nullable Message keyFault(String text) {
        return fault(text) == null && carriesKey(parse(text)) ? Message.of("apiconfig.endpoint_with_key") : null;
    }

    private static URI check(URI uri) {
        // A user part makes getHost null for some forms, so the authority itself is looked at.
        boolean user = uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
        InvalidConfigException.throwIf(user, "config.url_user");
        InvalidConfigException.throwIf(uri.getHost() == null || uri.getPort() > 65535, "config.url_host_missing");
        InvalidConfigException.throwIf(uri.getRawFragment() != null, "config.url_fragment");
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            if (e.getIndex() >= 0 && e.getIndex() < text.length()) {
                throw foreign(text.codePointAt(e.getIndex()));
            }
            throw new InvalidConfigException(Message.of("config.url_form"));
        }
    }

    private static InvalidConfigException foreign(int c) {
        return new InvalidConfigException(Message.of("config.url_character", PastedText.name(c)));
    }

    /** What no address has, not even encoded: blanks, what cannot be seen, and full-width twins of ASCII. */
    private static boolean isForeign(int c) {
        boolean joiner = c == '\u200C' || c == '\u200D';
        boolean twin = c > '~'
                && Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                        .chars()
                        .allMatch(plain -> plain <= '~');
        return twin || Character.isISOControl(c) || c == '\uFFFD' || (PastedText.blank(c) && !joiner);
    }

    private static String host(String authority) {
        if (authority.chars().allMatch(c -> c <= '~')) {
            return authority;
        }
        authority
                .codePoints()
                .filter(c -> c > '~' && !Character.isLetterOrDigit(c))
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK
                        && Character.getType(c) != Character.COMBINING_SPACING_MARK)
                .findFirst()
                .ifPresent(c -> {
                    throw foreign(c);
                });
        int port = authority.lastIndexOf(':');
        try {
            return port < 0
                    ? IDN.toASCII(authority)
                    : IDN.toASCII(authority.substring(0, port)) + authority.substring(port);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(Message.of("config.url_host_missing"));
        }
    }

    private static String encoded(String rest) {
        StringBuilder ascii = new StringBuilder();
        for (byte b : rest.getBytes(StandardCharsets.UTF_8)) {
            ascii.append(b < 0 ? "%%%02X".formatted(b & 0xFF) : String.valueOf((char) b));
        }
        return ascii.toString();
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
        String shown = Arrays.stream(query.split("&", -1))
                .filter(parameter -> !isSecret(parameter.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
        String address = endpoint.toString();
        String path = address.substring(0, address.indexOf('?'));
        return shown.equals(query) ? endpoint : URI.create(shown.isEmpty() ? path : path + "?" + shown);
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
