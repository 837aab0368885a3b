package studio.diagnosis;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.account.ClientAddress;

/**
 * How a request has reached the server.
 *
 * @param saysHttps a proxy reports that the browser uses https
 * @param client the address that counts for the sign-in limit
 */
record Visit(Connection connection, boolean saysHttps, String client) {

    /**
     * @param https whether the browser's own connection is encrypted, as far as the server may believe it
     * @param proxied some proxy has passed the request on
     * @param trusted and it is one of {@code TRUSTED_PROXIES}
     * @param peer the address that the connection comes from
     */
    @Schema(name = "DoctorConnection")
    record Connection(boolean https, boolean proxied, boolean trusted, String peer) {}

    static Visit of(HttpServerRequest request, ClientAddress clients) {
        MultiMap headers = request.headers();
        Connection connection = new Connection(
                clients.https(request),
                headers.contains("X-Forwarded-For") || headers.contains("X-Forwarded-Proto"),
                clients.behindTrustedProxy(request),
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress());
        return new Visit(
                connection,
                "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto")),
                clients.of(request).map(InetAddress::getHostAddress).orElse(""));
    }

    List<Check> checks() {
        return List.of(new Check("https", this::encryption), new Check("client_address", this::clientAddress));
    }

    /** Whether password, token and pictures are encrypted on the network, and whether the server knows it. */
    private Finding encryption() {
        if (connection.https()) {
            return Finding.ok("diagnosis.encryption_https");
        }
        if (saysHttps) {
            return Finding.warn("diagnosis.encryption_by_unknown_proxy", connection.peer());
        }
        if (connection.proxied()) {
            return Finding.warn("diagnosis.encryption_unknown");
        }
        return client.equals("127.0.0.1") || client.equals("0:0:0:0:0:0:0:1")
                ? Finding.ok("diagnosis.encryption_local")
                : Finding.warn("diagnosis.encryption_missing");
    }

    /** Whether the sign-in limit can tell clients apart when a proxy stands between. */
    private Finding clientAddress() {
        if (!connection.proxied()) {
            return Finding.ok("diagnosis.client_direct", client);
        }
        return connection.trusted()
                ? Finding.ok("diagnosis.client_behind_proxy", client)
                : Finding.warn("diagnosis.client_behind_unknown_proxy", connection.peer());
    }
}
