package studio.web.route;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The headers that every answer carries. They are set before any handler runs, so that a handler which knows better, such as
 * the one for picture files, replaces them.
 */
@Singleton
class AnswerHeaders {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "X-Frame-Options",
            "DENY",
            "Permissions-Policy",
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private static final String PAGE_POLICY = "default-src 'self'; img-src 'self' data: blob:; "
            + "style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    static void prepare(RoutingContext routing) {
        MultiMap headers = routing.response().headers();
        String path = routing.normalizedPath();
        // RFC 9110, 6.6.1; the page goes by it, since what the server dates is compared with the server's clock.
        headers.set("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        ALWAYS.forEach(headers::set);
        // The development tools under /q bring pages with scripts of their own; they do not exist in production.
        if (!path.startsWith("/q/dev-ui") && !path.startsWith("/q/swagger-ui")) {
            headers.set("Content-Security-Policy", path.startsWith("/webui") ? PAGE_POLICY : DATA_POLICY);
        }
        if ("https".equals(routing.request().scheme())) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        if (path.startsWith("/api/") || path.startsWith("/q/")) {
            headers.set("Cache-Control", "no-store");
        } else if (path.startsWith("/webui/assets/")) {
            headers.set("Cache-Control", "public, max-age=31536000, immutable");
        } else if (path.startsWith("/webui")) {
            headers.set("Cache-Control", "no-cache");
        }
    }

    /** Lets headers of a resource replace those prepared; JAX-RS would add to them. */
    @ServerResponseFilter
    void replace(ContainerResponseContext answer, RoutingContext routing) {
        MultiMap prepared = routing.response().headers();
        for (String name : answer.getHeaders().keySet()) {
            // A list, to which each layer adds what it looked at.
            if (!name.equalsIgnoreCase(HttpHeaders.VARY)) {
                prepared.remove(name);
            }
        }
    }
}
