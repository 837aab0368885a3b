package studio.upstream.download;

import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http(s) address as a browser asks for it (WHATWG URL): resolved, and percent-encoded where it holds characters that a request
 * line may not. What is encoded already stays byte for byte, since it may be signed.
 *
 * @param host in lower case and ASCII, without brackets
 * @param target path and query, beginning with a slash
 */
record WebAddress(boolean tls, String host, int port, String target) {
    private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(?s)[/\\\\]*([^/\\\\?#]*)(.*)");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:]*)(?::([0-9]{0,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,253}|[0-9a-f:.]*:[0-9a-f:.]*");

    /** All but unreserved characters, sub-delimiters, and what else a path and a query may hold (RFC 3986). */
    private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9%._~!$&'()*+,;=:@/?-]+|%(?![0-9A-Fa-f]{2})");

    private static final HexFormat PERCENT = HexFormat.of().withPrefix("%").withUpperCase();

    /** An address that must not be fetched, is invalid, or leads to no picture; the message contains the reason. */
    static final class RefusedException extends IOException {
        RefusedException(String why) {
            super(why);
        }
    }

    /**
     * @param given as it was written
     * @param base what a relative address is relative to; null: it must be absolute
     */
    static WebAddress of(String given, @Nullable WebAddress base) throws RefusedException {
        String text = given.replaceAll("\\A[\\p{Cntrl}\\p{Z}\\p{Cf}]+|[\\p{Cntrl}\\p{Z}\\p{Cf}]+\\z|[\\t\\r\\n]", "");
        Matcher scheme = SCHEME.matcher(text);
        String name = scheme.matches() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
        if (name.equals("http") || name.equals("https")) {
            return absolute(name.equals("https"), scheme.group(2));
        }
        if (base == null || !name.isEmpty()) {
            throw new RefusedException("only http(s) addresses are fetched");
        }
        if (text.startsWith("//") || text.startsWith("\\\\")) {
            return absolute(base.tls, text);
        }
        String folder = base.target.replaceFirst("\\?.*", "").replaceFirst("[^/]*\\z", "");
        return base.at(text.startsWith("/") || text.startsWith("\\") ? target(text) : target(folder + text));
    }

    private static WebAddress absolute(boolean tls, String rest) throws RefusedException {
        Matcher parts = AUTHORITY.matcher(rest);
        Matcher authority = HOST_AND_PORT.matcher(parts.matches() ? parts.group(1) : "");
        if (parts.group(1).indexOf('@') >= 0) {
            throw new RefusedException("the address carries credentials");
        }
        String digits = authority.matches() ? authority.group(2) : null;
        int port = digits == null || digits.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(digits);
        if (!authority.matches() || port < 1 || port > 65_535) {
            throw new RefusedException("the address has no host that can be asked");
        }
        return new WebAddress(tls, host(authority.group(1)), port, target(parts.group(2)));
    }

    private static String host(String written) throws RefusedException {
        String bare = written.startsWith("[") ? written.substring(1, written.length() - 1) : written;
        try {
            String ascii = bare.chars().allMatch(c -> c < 128) ? bare : IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED);
            String name = ascii.toLowerCase(Locale.ROOT).replaceFirst("\\.\\z", "");
            if (NAME.matcher(name).matches()) {
                return name;
            }
        } catch (IllegalArgumentException noName) {
            // Refused like any other invalid host.
        }
        throw new RefusedException("the address has no host that can be asked");
    }

    private static String target(String written) {
        String text = written.replaceFirst("(?s)#.*", "");
        int path = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
        return encoded(withoutDots(text.substring(0, path).replace('\\', '/')) + text.substring(path));
    }

    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = segments[i].replaceAll("(?i)%2e", ".");
            boolean last = i == segments.length - 1;
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            }
            if (!segment.equals(".") && !segment.equals("..")) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Half a surrogate pair becomes a question mark's byte. */
    private static String encoded(String text) {
        return FORBIDDEN
                .matcher(text)
                .replaceAll(part -> PERCENT.formatHex(part.group().getBytes(StandardCharsets.UTF_8)));
    }

    WebAddress overTls() {
        return new WebAddress(true, host, port == 80 ? 443 : port, target);
    }

    /** The same origin, another path and query. */
    WebAddress at(String otherTarget) {
        return new WebAddress(tls, host, port, otherTarget);
    }

    /** As a folder, to which what is relative is added. */
    WebAddress folder() {
        String path = target.replaceFirst("\\?.*", "");
        return at(path.endsWith("/") ? path : path + "/");
    }

    boolean sameOrigin(WebAddress other) {
        return tls == other.tls && host.equals(other.host) && port == other.port;
    }
}
