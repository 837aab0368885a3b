package studio.web.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One address or a CIDR block of addresses, IPv4 or IPv6. Names are never looked up.
 *
 * @param prefix how many leading bits must agree
 */
public record AddressBlock(InetAddress base, int prefix) {
    private static final int IPV6_SITE_BYTES = 8;

    /**
     * @param text {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}
     * @throws IllegalArgumentException when it is none of these
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = address(slash < 0 ? text : text.substring(0, slash));
        int bits = base.getAddress().length * 8;
        if (slash < 0) {
            return new AddressBlock(base, bits);
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
            throw new IllegalArgumentException("not a CIDR block: " + text);
        }
        return new AddressBlock(base, Integer.parseInt(digits));
    }

    /**
     * A numeric address, without any lookup.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static InetAddress address(String text) {
        boolean ipv6 = text.indexOf(':') >= 0;
        // The short forms of IPv4 ("10.1") are legal and never meant.
        if (!ipv6 && text.chars().filter(c -> c == '.').count() != 3) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return InetAddress.ofLiteral(text);
    }

    /** One name for all addresses of a site, which has 2^64 of IPv6 for itself; one address of IPv4 is a site. */
    public static String site(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_SITE_BYTES))
                : address.getHostAddress();
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
