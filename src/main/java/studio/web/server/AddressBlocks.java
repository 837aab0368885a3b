package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import studio.settings.Converters;

/** Addresses and CIDR blocks of addresses, IPv4 and IPv6. Names are never looked up. */
public record AddressBlocks(List<Block> blocks) {
    private static final int IPV6_SITE_BYTES = 8;

    /** @param prefix how many leading bits must agree */
    record Block(InetAddress base, int prefix) {

        static Block parse(String text) {
            String[] parts = text.split("/", 2);
            InetAddress base = address(parts[0]);
            int bits = base.getAddress().length * 8;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("not a CIDR block: " + text);
            }
            return new Block(base, prefix);
        }

        boolean contains(InetAddress address) {
            byte[] mine = base.getAddress();
            byte[] theirs = address.getAddress();
            return mine.length == theirs.length
                    && new BigInteger(1, mine)
                                    .xor(new BigInteger(1, theirs))
                                    .shiftRight(mine.length * 8 - prefix)
                                    .signum()
                            == 0;
        }
    }

    /** Reads {@code TRUSTED_PROXIES}. */
    @RegisterForReflection
    @Converters.Expected("IP addresses or CIDR blocks such as 172.16.0.0/12, separated by commas")
    public static final class OfText implements Converter<AddressBlocks> {
        @Override
        public AddressBlocks convert(String text) {
            return parse(text);
        }
    }

    /**
     * @param text {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}, or several, separated by commas or spaces
     * @throws IllegalArgumentException when one is none of these
     */
    public static AddressBlocks parse(String text) {
        return new AddressBlocks(items(text).map(Block::parse).toList());
    }

    /** The items of a list that is separated by commas or spaces. */
    static Stream<String> items(String list) {
        return Arrays.stream(list.split("[,\\s]+", -1)).filter(item -> !item.isEmpty());
    }

    /**
     * A numeric address, without any lookup.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static InetAddress address(String text) {
        // The short forms of IPv4 ("10.1") are legal and never meant.
        if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return InetAddress.ofLiteral(text);
    }

    /** One name for all addresses of a site, which has 2^64 of IPv6 for itself; one address of IPv4 is a site. */
    public static String site(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_SITE_BYTES)
                : address.getHostAddress();
    }

    public boolean contain(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
