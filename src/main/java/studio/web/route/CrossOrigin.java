package studio.web.route;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import studio.web.server.HttpSettings;

/**
 * Lets pages of the origins in {@code CORS_ORIGINS} call the API with a bearer token; cookies never count across origins.
 * With no origin set, which is the normal case, it adds nothing.
 */
@Singleton
class CrossOrigin {
    private final Set<String> origins;

    CrossOrigin(HttpSettings settings) {
        this.origins = settings.corsOrigins().allowed();
    }

    void handle(RoutingContext routing) {
        String origin = routing.request().getHeader("Origin");
        boolean listed = origin != null && origins.contains(origin);
        HttpServerResponse response = routing.response();
        if (origin != null && !origins.isEmpty()) {
            response.headers().add("Vary", "Origin");
        }
        if (listed) {
            response.putHeader("Access-Control-Allow-Origin", origin);
            response.putHeader("Cross-Origin-Resource-Policy", "cross-origin");
            response.putHeader(
                    "Access-Control-Expose-Headers", "x-request-id, Location, Retry-After, Content-Disposition");
        }
        boolean preflight = HttpMethod.OPTIONS.equals(routing.request().method())
                && routing.request().getHeader("Access-Control-Request-Method") != null;
        if (!listed || !preflight) {
            routing.next();
            return;
        }
        response.putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        response.putHeader(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Accept, Idempotency-Key, Prefer, Last-Event-ID, x-request-id");
        response.putHeader("Access-Control-Max-Age", "3600");
        response.setStatusCode(204).end();
    }
}
