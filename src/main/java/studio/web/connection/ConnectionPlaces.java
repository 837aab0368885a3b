package studio.web.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import studio.web.server.AddressBlocks;

/**
 * Counts connections, so that no client can occupy all of them. One site has a quarter of all places; a few are kept for the own
 * network, from which probes and proxies come, and a few of these for this very machine. Trusted proxies, which bring many
 * people, and this machine may have as many as there are.
 */
final class ConnectionPlaces {
    private static final int MIN_SHARE = 8;
    private static final int MAX_KEPT = 64;
    /** RFC 4193. */
    private static final AddressBlocks UNIQUE_LOCAL = AddressBlocks.parse("fc00::/7");

    private final long max;
    private final long kept;
    private final long share;
    private final AddressBlocks proxies;
    private final Map<String, Integer> bySite = new HashMap<>();
    private long total;

    ConnectionPlaces(long max, AddressBlocks proxies) {
        this.max = max;
        this.kept = Math.clamp(max / 20, 2, MAX_KEPT);
        this.share = Math.max(MIN_SHARE, max / 4);
        this.proxies = proxies;
    }

    /** Takes a place, which is to be given back by {@link #leave}; false when there is none for that address. */
    synchronized boolean enter(InetAddress from) {
        String site = AddressBlocks.site(from);
        int here = bySite.getOrDefault(site, 0);
        boolean unlimited = from.isLoopbackAddress() || isProxy(from);
        if (total >= max - keptFrom(from) || (!unlimited && here >= share)) {
            return false;
        }
        bySite.put(site, here + 1);
        total++;
        return true;
    }

    synchronized void leave(InetAddress from) {
        bySite.computeIfPresent(AddressBlocks.site(from), (site, here) -> here > 1 ? here - 1 : null);
        total--;
    }

    boolean isProxy(InetAddress address) {
        return proxies.contain(address);
    }

    private long keptFrom(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return 0;
        }
        return isNear(address) || isProxy(address) ? kept : 2 * kept;
    }

    private static boolean isNear(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && UNIQUE_LOCAL.contain(address));
    }
}
