package studio.account;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import studio.web.Trust;

/**
 * Decides every request, of resources and of plain routes alike, before any of its body is read: closed unless open. It also
 * grants the trust by which bodies are read.
 */
@Singleton
class AccessPolicy implements HttpSecurityPolicy {
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
        if (path.equals(Access.SIGN_IN)
                && HttpMethod.POST.equals(routing.request().method())) {
            Trust.SIGN_IN.grant(routing);
            return CheckResult.permit();
        }
        if (Access.isPublic(path) || mayMeasure(routing, path)) {
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
                && (clients.loopback(routing.request()) || metricsToken.carriedBy(routing.request()));
    }

    private static boolean isForDevelopers(String path) {
        return path.startsWith("/q/") && LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }
}
