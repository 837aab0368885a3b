package studio.account;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.web.server.AddressBlocks;
import studio.web.server.HttpSettings;

/** The client's address and scheme behind {@code TRUSTED_PROXIES}; headers of other peers are ignored. */
@Singleton
public class ClientAddress {
    private static final int MAX_HOPS = 32;
    /** Also with the port that some proxies add: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]+)].*|([^:]*):[^:]*");

    private final AddressBlocks trusted;

    ClientAddress(HttpSettings settings) {
        this.trusted = settings.trustedProxies();
    }

    /**
     * The right-most address of {@code X-Forwarded-For} that is not a trusted proxy, or the connection's own; numeric.
     * Empty only for connections that have no address, such as Unix sockets.
     */
    public Optional<InetAddress> of(HttpServerRequest request) {
        return of(peer(request), request.headers().getAll("X-Forwarded-For"));
    }

    Optional<InetAddress> of(@Nullable InetAddress peer, List<String> forwardedFor) {
        if (peer == null || !trusted.contain(peer)) {
            return Optional.ofNullable(peer);
        }
        InetAddress nearest = peer;
        List<String> hops = List.of(String.join(",", forwardedFor).split(",", -1));
        for (String hop : hops.reversed().subList(0, Math.min(hops.size(), MAX_HOPS))) {
            InetAddress address = numeric(hop.strip());
            nearest = address == null ? nearest : address;
            if (address == null || !trusted.contain(address)) {
                break;
            }
        }
        return Optional.of(nearest);
    }

    /** Whether the browser's own connection is encrypted, be it to us or to a trusted proxy. */
    public boolean https(HttpServerRequest request) {
        return request.isSSL()
                || (behindTrustedProxy(request) && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    /** Whether the connection comes from a trusted proxy, so that its forwarding headers count. */
    public boolean behindTrustedProxy(HttpServerRequest request) {
        InetAddress peer = peer(request);
        return peer != null && trusted.contain(peer);
    }

    /** Whether this very machine asks, without any proxy in between. */
    boolean loopback(HttpServerRequest request) {
        InetAddress peer = peer(request);
        return peer != null
                && peer.isLoopbackAddress()
                && !request.headers().contains("X-Forwarded-For")
                && !request.headers().contains("Forwarded");
    }

    private static @Nullable InetAddress peer(HttpServerRequest request) {
        SocketAddress address = request.connection().remoteAddress();
        return address == null || address.hostAddress() == null ? null : numeric(address.hostAddress());
    }

    private static @Nullable InetAddress numeric(String text) {
        Matcher withPort = WITH_PORT.matcher(text);
        try {
            return AddressBlocks.address(
                    !withPort.matches() ? text : withPort.group(1) == null ? withPort.group(2) : withPort.group(1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
