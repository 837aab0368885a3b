package studio.upstream.download;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a download really goes, and the one IP address that was checked. The connection is made to that address, so that a name
 * cannot answer differently the second time.
 *
 * @param moved whether it goes to the endpoint's own origin instead of a host that only the upstream itself can reach
 */
record DownloadTarget(WebAddress address, InetAddress ip, boolean moved) {
    /** Names that exist on one machine or in one network only. */
    private static final Pattern INSIDE =
            Pattern.compile("[^.:]+|.*\\.(?:localhost|local|internal|lan|intranet|home\\.arpa)");

    /**
     * @param endpoint the configured upstream, whose own origin may be private and plain http; addresses of a loopback or private
     *     host are looked for there and nowhere else. null: there is none that would be trusted
     * @throws RefusedException when the address is none to be fetched
     * @throws UnknownHostException when the name does not resolve, which may pass
     */
    static DownloadTarget check(WebAddress given, @Nullable WebAddress endpoint)
            throws RefusedException, UnknownHostException {
        if (endpoint != null && given.sameOrigin(endpoint)) {
            return new DownloadTarget(given, InetAddress.getByName(given.host()), false);
        }
        if (INSIDE.matcher(given.host()).matches()) {
            return moved(given, endpoint);
        }
        InetAddress[] all = InetAddress.getAllByName(given.host());
        for (InetAddress ip : all) {
            // One private address among public ones is a trap, not a spare.
            if (!AddressGuard.isPublic(ip)) {
                return moved(given, ofHomeOrCompany(ip) ? endpoint : null);
            }
        }
        return new DownloadTarget(given.tls() ? given : given.overTls(), all[0], false);
    }

    private static DownloadTarget moved(WebAddress given, @Nullable WebAddress endpoint)
            throws RefusedException, UnknownHostException {
        if (endpoint == null) {
            throw new RefusedException("the address leads into a private network");
        }
        return new DownloadTarget(endpoint.at(given.target()), InetAddress.getByName(endpoint.host()), true);
    }

    /** What a relay may take for its own address: not those of a cloud's metadata. */
    private static boolean ofHomeOrCompany(InetAddress ip) {
        boolean unique = ip instanceof Inet6Address && (ip.getAddress()[0] & 0xFE) == 0xFC;
        return ip.isLoopbackAddress() || ip.isSiteLocalAddress() || ip.isAnyLocalAddress() || unique;
    }
}
