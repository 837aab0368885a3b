package studio.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/** The address that the server listens on ({@code STUDIO_BIND_ADDRESS}). */
public final class BindAddress {
    static final String VARIABLE = "STUDIO_BIND_ADDRESS";

    private static final String ALL = "0.0.0.0";
    private static final String ALLOWED = "an IP address of this machine such as 127.0.0.1 or ::1, localhost, or"
            + " 0.0.0.0 or :: for all of its addresses";

    private BindAddress() {}

    /** Numeric, without brackets; all addresses when absent. */
    static String of(Optional<String> written, ValueReader values) {
        Optional<String> text = ValueReader.present(written);
        if (text.isEmpty()) {
            return ALL;
        }
        String address = numeric(text.get());
        return isOfThisMachine(address) ? address : values.bad(VARIABLE, text.get(), ALLOWED, ALL);
    }

    /**
     * Where a process on this machine connects to.
     *
     * @param bound as {@code STUDIO_BIND_ADDRESS} has it; blank: all addresses
     */
    public static String reachable(String bound) {
        return switch (numeric(bound.strip())) {
            case "", ALL -> "127.0.0.1";
            case "::" -> "::1";
            case String one -> one;
        };
    }

    private static String numeric(String text) {
        if (text.equalsIgnoreCase("localhost")) {
            return "127.0.0.1";
        }
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isOfThisMachine(String text) {
        try {
            InetAddress address = AddressBlock.address(text);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
