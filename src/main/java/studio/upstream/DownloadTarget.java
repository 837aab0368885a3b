package studio.upstream;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a download really goes: the URL, and the one address that was checked. The connection is made to that address, so
 * that a name cannot answer differently the second time.
 */
record DownloadTarget(URI url, String host, int port, boolean tls, InetAddress address) {

    /** A URL that must not be fetched; the message says why. */
    static final class RefusedException extends Exception {
        RefusedException(String why) {
            super(why);
        }
    }

    /**
     * @param endpoint the configured upstream: its own host may be private, and its own origin may be plain http; null: there
     *     is none that would be trusted
     * @throws RefusedException when the URL is none to be fetched
     * @throws UnknownHostException when the name does not resolve, which may pass
     */
    static DownloadTarget check(URI url, @Nullable URI endpoint) throws RefusedException, UnknownHostException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String rawHost = url.getHost();
        if (!(scheme.equals("https") || scheme.equals("http")) || rawHost == null) {
            throw new RefusedException("only http(s) addresses are fetched");
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedException("the address carries credentials");
        }
        boolean tls = scheme.equals("https");
        String host = plain(rawHost);
        int port = port(url);
        boolean ownHost = endpoint != null && host.equals(plain(endpoint.getHost()));
        boolean ownOrigin = endpoint != null && ownHost && port == port(endpoint);
        if (!tls && !ownOrigin) {
            throw new RefusedException("only https is fetched from other hosts");
        }
        if (ownHost) {
            return new DownloadTarget(url, host, port, tls, InetAddress.getByName(host));
        }
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress address : all) {
            // One private address among public ones is a trap, not a spare.
            if (!AddressGuard.isPublic(address)) {
                throw new RefusedException("the address leads into a private network");
            }
        }
        return new DownloadTarget(url, host, port, tls, all[0]);
    }

    private static String plain(@Nullable String host) {
        if (host == null) {
            return "";
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String dotless = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return dotless.chars().allMatch(c -> c < 128)
                ? dotless.toLowerCase(Locale.ROOT)
                : IDN.toASCII(dotless).toLowerCase(Locale.ROOT);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    String requestTarget() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
