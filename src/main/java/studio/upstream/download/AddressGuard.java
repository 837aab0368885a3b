package studio.upstream.download;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Tells addresses of the public internet from those that a result URL from outside must never reach. */
final class AddressGuard {
    private AddressGuard() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublic4(four.getAddress());
            case Inet6Address six -> isPublic6(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] b) {
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        int third = b[2] & 0xFF;
        boolean reserved = first == 0 // this network
                || first == 10
                || first == 127
                || (first == 100 && (second & 0xC0) == 64) // carrier-grade NAT; a cloud's metadata lives there too
                || (first == 169 && second == 254)
                || (first == 172 && (second & 0xF0) == 16)
                || (first == 192 && second == 168)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 192 && second == 88 && third == 99)
                || (first == 198 && (second & 0xFE) == 18) // benchmarks
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113)
                || (first == 168 && second == 63 && third == 129) // Azure's metadata
                || first >= 224;
        return !reserved;
    }

    private static boolean isPublic6(byte[] b) {
        if (zeros(b, 0, 12) || (zeros(b, 0, 10) && b[10] == -1 && b[11] == -1)) {
            return !zeros(b, 0, 12) && isPublic4(Arrays.copyOfRange(b, 12, 16));
        }
        int first = ((b[0] & 0xFF) << 8) | (b[1] & 0xFF);
        if (first == 0x2002) { // 6to4 carries an IPv4 address
            return isPublic4(Arrays.copyOfRange(b, 2, 6));
        }
        if (first == 0x0064) { // NAT64
            return false;
        }
        boolean special = first == 0x2001 && ((b[2] & 0xFE) == 0 || ((b[2] & 0xFF) == 0x0D && (b[3] & 0xFF) == 0xB8));
        return !special && (first & 0xE000) == 0x2000; // global unicast, and nothing else
    }

    private static boolean zeros(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
