package studio.account;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import studio.web.Trust;

/**
 * Decides every request, of resources and of plain routes alike, before any of its body is read: closed unless open. It also
 * grants the trust by which bodies are read.
 */
@Singleton
class AccessPolicy implements HttpSecurityPolicy {
    /**
     * Open to everybody: the page itself, sign-in, health, the API's description, the practice upstream (which has a door of its
     * own). Never in a form that servers read in different ways.
     */
    private static final Pattern PUBLIC = Pattern.compile("(?s)/|/webui|/favicon\\.ico|/api/login|/q/openapi|/q/health"
            + "|(?!.*\\.\\.)/(?:webui|sandbox|q/health)/[^;%\\\\]*");

    /** What a browser fetches by itself: pictures, streams, a ZIP or backup by its link, an upload, a template's preview. */
    private static final Pattern FETCHED =
            Pattern.compile("(?s)/gallery/.*|/api/(?:.*/)?events|/api/generate/task/(?:.*/)?partials/.*"
                    + "|/api/(?:gallery|backup)/downloads/[A-Za-z0-9_-]{22}|/api/uploads/[0-9a-f]{64}(?:/thumbnail)?"
                    + "|/api/templates/pictures/[0-9a-f]{64}");

    private static final String SIGN_IN = "/api/login";

    private final ClientAddress clients;
    private final MetricsToken metricsToken;

    AccessPolicy(ClientAddress clients, MetricsToken metricsToken) {
        this.clients = clients;
        this.metricsToken = metricsToken;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext routing, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        String path = routing.normalizedPath();
        if (isForDevelopers(path)) {
            Trust.SIGNED_IN.grant(routing);
            return CheckResult.permit();
        }
        if (path.equals(SIGN_IN) && HttpMethod.POST.equals(routing.request().method())) {
            Trust.SIGN_IN.grant(routing);
            return CheckResult.permit();
        }
        if (PUBLIC.matcher(path).matches() || mayMeasure(routing, path)) {
            return CheckResult.permit();
        }
        return identity.map(caller -> {
            if (caller.isAnonymous()) {
                return CheckResult.DENY;
            }
            Trust.SIGNED_IN.grant(routing);
            return CheckResult.PERMIT;
        });
    }

    /** A collector on this machine needs no token; another one has its own. */
    private boolean mayMeasure(RoutingContext routing, String path) {
        return path.equals("/q/metrics")
                && (clients.loopback(routing.request())
                        || metricsToken.matches(routing.request().getHeader("Authorization")));
    }

    private static boolean isForDevelopers(String path) {
        return path.startsWith("/q/") && LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }

    /** Pictures, unfinished ones too, downloads by link and event streams, and only to read them. */
    static boolean cookieIsEnough(HttpServerRequest request, String path) {
        boolean reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        return reads && FETCHED.matcher(path).matches();
    }
}
