package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import studio.settings.Converters;

/** The address that the server listens on ({@code STUDIO_BIND_ADDRESS}): numeric, without brackets. */
@RegisterForReflection
@Converters.Expected(
        "an IP address of this machine such as 127.0.0.1 or ::1, localhost, or 0.0.0.0 or :: for all of its addresses")
public final class BindAddress implements Converter<String> {
    private static final String ALL = "0.0.0.0";

    @Override
    public @Nullable String convert(String text) {
        String address = numeric(text);
        return isOfThisMachine(AddressBlocks.address(address)) ? address : null;
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

    /** The same address without a name and without brackets. */
    public static String numeric(String text) {
        if (text.equalsIgnoreCase("localhost")) {
            return "127.0.0.1";
        }
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
