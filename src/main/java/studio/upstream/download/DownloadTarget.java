package studio.upstream.download;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
     * What is not of the public internet (IANA IPv4 special-purpose registry). Metadata of clouds lives in the shared space of
     * carriers (100.64.0.0/10), at link-local addresses and, Azure's, in 168.63.129.0/24.
     */
    private static final List<Range> RESERVED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.0/24",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3")
            .map(Range::of)
            .toList();

    /** Addresses that have their first bits in common. */
    private record Range(int start, int bits) {
        static Range of(String written) {
            String[] parts = written.split("[./]", 0);
            int start = 0;
            for (int i = 0; i < 4; i++) {
                start = (start << 8) + Integer.parseInt(parts[i]);
            }
            return new Range(start, Integer.parseInt(parts[4]));
        }

        boolean contains(int ip) {
            return ((start ^ ip) >>> (Integer.SIZE - bits)) == 0;
        }
    }

    /**
     * @param endpoint the configured upstream, whose own origin may be private and plain http; addresses of a loopback or private
     *     host are looked for there and nowhere else. null: no address is trusted
     * @throws WebAddress.RefusedException when the address must not be fetched
     * @throws UnknownHostException when the name does not resolve, which may pass
     */
    static DownloadTarget check(WebAddress given, @Nullable WebAddress endpoint)
            throws WebAddress.RefusedException, UnknownHostException {
        if (endpoint != null && given.sameOrigin(endpoint)) {
            return new DownloadTarget(given, InetAddress.getByName(given.host()), false);
        }
        if (INSIDE.matcher(given.host()).matches()) {
            return moved(given, endpoint);
        }
        InetAddress[] all = InetAddress.getAllByName(given.host());
        for (InetAddress ip : all) {
            // One private address among public ones is a trap, not a spare.
            if (!isPublic(ip)) {
                return moved(given, ofHomeOrCompany(ip) ? endpoint : null);
            }
        }
        return new DownloadTarget(given.tls() ? given : given.overTls(), all[0], false);
    }

    private static DownloadTarget moved(WebAddress given, @Nullable WebAddress endpoint)
            throws WebAddress.RefusedException, UnknownHostException {
        if (endpoint == null) {
            throw new WebAddress.RefusedException("the address leads into a private network");
        }
        return new DownloadTarget(endpoint.at(given.target()), InetAddress.getByName(endpoint.host()), true);
    }

    /** What a relay may take for its own address: not those of a cloud's metadata. */
    private static boolean ofHomeOrCompany(InetAddress ip) {
        boolean unique = ip instanceof Inet6Address && (ip.getAddress()[0] & 0xFE) == 0xFC;
        return ip.isLoopbackAddress() || ip.isSiteLocalAddress() || ip.isAnyLocalAddress() || unique;
    }

    private static boolean isPublic(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        int start = bytes.getInt();
        if (address instanceof Inet4Address) {
            return isPublic(start);
        }
        if ((start >>> 16) == 0x2002) { // 6to4 carries an IPv4 address
            return isPublic(bytes.getInt(2));
        }
        // Global unicast, without what is reserved for protocols (2001::/23) and documentation.
        return (start >>> 29) == 1 && (start >>> 9) != (0x2001_0000 >>> 9) && start != 0x2001_0DB8;
    }

    private static boolean isPublic(int ip) {
        return RESERVED.stream().noneMatch(range -> range.contains(ip));
    }
}
