package studio.diagnosis;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import studio.account.ClientAddress;
import studio.problem.Language;

/**
 * How the person who asks has reached the server.
 *
 * @param https whether the browser's own connection is encrypted, as far as the server may believe it
 * @param proxied some proxy has passed the request on
 * @param saysHttps that proxy says that the browser uses https
 * @param trusted the connection comes from one of {@code TRUSTED_PROXIES}
 * @param peer the address that the connection comes from
 * @param client the address that counts for the sign-in limit
 * @param english the language for what others say
 */
record Visit(
        boolean https,
        boolean proxied,
        boolean saysHttps,
        boolean trusted,
        String peer,
        String client,
        Language language) {

    static Visit of(HttpServerRequest request, ClientAddress clients, Language language) {
        return new Visit(
                clients.https(request),
                request.headers().contains("X-Forwarded-For")
                        || request.headers().contains("X-Forwarded-Proto"),
                "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")),
                clients.behindTrustedProxy(request),
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
                clients.of(request).map(InetAddress::getHostAddress).orElse(""),
                language);
    }
}
