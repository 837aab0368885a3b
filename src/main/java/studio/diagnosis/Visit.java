package studio.diagnosis;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import studio.account.ClientAddress;

/**
 * How a request has reached the server.
 *
 * @param https whether the browser's own connection is encrypted, as far as the server may believe it
 * @param proxied some proxy has passed the request on
 * @param saysHttps that proxy reports that the browser uses https
 * @param trusted the connection comes from one of {@code TRUSTED_PROXIES}
 * @param peer the address that the connection comes from
 * @param client the address that counts for the sign-in limit
 */
record Visit(boolean https, boolean proxied, boolean saysHttps, boolean trusted, String peer, String client) {

    static Visit of(HttpServerRequest request, ClientAddress clients) {
        return new Visit(
                clients.https(request),
                request.headers().contains("X-Forwarded-For")
                        || request.headers().contains("X-Forwarded-Proto"),
                "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")),
                clients.behindTrustedProxy(request),
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
                clients.of(request).map(InetAddress::getHostAddress).orElse(""));
    }

    List<Check> checks() {
        return List.of(new Check("https", this::encryption), new Check("client_address", this::clientAddress));
    }

    /** Whether password, token and pictures are encrypted on the network, and whether the server knows it. */
    private Finding encryption() {
        if (https) {
            return Finding.ok("diagnosis.encryption_https");
        }
        if (saysHttps) {
            return Finding.warn("diagnosis.encryption_by_unknown_proxy", peer);
        }
        if (proxied) {
            return Finding.warn("diagnosis.encryption_unknown");
        }
        return client.equals("127.0.0.1") || client.equals("0:0:0:0:0:0:0:1")
                ? Finding.ok("diagnosis.encryption_local")
                : Finding.warn("diagnosis.encryption_missing");
    }

    /** Whether the sign-in limit can tell clients apart when a proxy stands between. */
    private Finding clientAddress() {
        if (!proxied) {
            return Finding.ok("diagnosis.client_direct", client);
        }
        return trusted
                ? Finding.ok("diagnosis.client_behind_proxy", client)
                : Finding.warn("diagnosis.client_behind_unknown_proxy", peer);
    }
}
