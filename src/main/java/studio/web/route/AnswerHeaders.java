package studio.web.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * The headers that every answer carries. They are set before any handler runs, so that a handler which knows better, such as
 * the one for picture files, replaces them.
 */
@Singleton
class AnswerHeaders {
    /** A header whose name is hashed once. */
    private record Header(CharSequence name, CharSequence value) {
        static Header of(String name, String value) {
            return new Header(HttpHeaders.createOptimized(name), value);
        }
    }

    /** The header {@code Date} of a second. */
    private record Dated(long second, String text) {}

    private static final List<Header> ALWAYS = List.of(
            Header.of("X-Content-Type-Options", "nosniff"),
            Header.of("Referrer-Policy", "same-origin"),
            Header.of("X-Frame-Options", "DENY"),
            Header.of(
                    "Permissions-Policy",
                    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"),
            Header.of("Cross-Origin-Opener-Policy", "same-origin"),
            Header.of("Cross-Origin-Resource-Policy", "same-origin"));

    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");

    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private volatile @Nullable String pagePolicy;
    private volatile Dated dated = new Dated(0, "");

    void prepare(RoutingContext routing) {
        MultiMap headers = routing.response().headers();
        String path = routing.normalizedPath();
        // RFC 9110, 6.6.1; the page goes by it, since what the server dates is compared with the server's clock.
        headers.set(HttpHeaders.DATE, date());
        for (Header header : ALWAYS) {
            headers.set(header.name(), header.value());
        }
        // The development tools under /q bring pages with scripts of their own; they do not exist in production.
        if (!path.startsWith("/q/dev-ui") && !path.startsWith("/q/swagger-ui")) {
            headers.set(POLICY, path.startsWith("/webui") ? pagePolicy() : DATA_POLICY);
        }
        if ("https".equals(routing.request().scheme())) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        if (path.startsWith("/api/") || path.startsWith("/q/")) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        } else if (path.startsWith("/webui/assets/")) {
            headers.set(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
        } else if (path.startsWith("/webui")) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        }
    }

    /** Read when it is first needed, since this object is made before the server's settings are. */
    private String pagePolicy() {
        String policy = pagePolicy;
        if (policy == null) {
            Optional<String> pictures =
                    ConfigProvider.getConfig().getOptionalValue("studio.page.picture-origin", String.class);
            policy = "default-src 'self'; img-src 'self' data: blob:"
                    + pictures.map(origin -> " " + origin).orElse("")
                    + "; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
                    + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
            pagePolicy = policy;
        }
        return policy;
    }

    private String date() {
        Instant now = Instant.now();
        Dated known = dated;
        if (known.second() != now.getEpochSecond()) {
            String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
            known = new Dated(now.getEpochSecond(), text);
            dated = known;
        }
        return known.text();
    }

    /** Lets headers of a resource replace those prepared; JAX-RS would add to them. */
    @ServerResponseFilter
    void replace(ContainerResponseContext answer, RoutingContext routing) {
        MultiMap prepared = routing.response().headers();
        for (String name : answer.getHeaders().keySet()) {
            // A list, to which each layer adds what it looked at.
            if (!name.equalsIgnoreCase("Vary")) {
                prepared.remove(name);
            }
        }
    }
}
