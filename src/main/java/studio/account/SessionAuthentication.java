package studio.account;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.ProblemWriter;
import studio.web.event.EventStreams;

/** Finds the session token of a request: {@code Authorization: Bearer}, or the cookie where that is enough. */
@Singleton
class SessionAuthentication implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";

    /** A token as it was sent, and the use that its place allows. */
    private record Carried(String token, SessionTokens.Use use) {}

    private final ProblemWriter problems;
    private final SessionTokens tokens;

    SessionAuthentication(ProblemWriter problems, SessionTokens tokens) {
        this.problems = problems;
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager identities) {
        Carried carried = carried(routing);
        if (carried == null) {
            return Uni.createFrom().nullItem();
        }
        routing.put(HttpAuthenticationMechanism.class.getName(), this);
        return identities
                .authenticate(HttpSecurityUtils.setRoutingContextAttribute(
                        new TokenAuthenticationRequest(new JsonWebTokenCredential(carried.token)), routing))
                .invoke(identity -> admit(routing, carried.use, identity));
    }

    private void admit(RoutingContext routing, SessionTokens.Use use, SecurityIdentity identity) {
        JsonWebToken token = (JsonWebToken) identity.getPrincipal();
        if (!SessionTokens.isFor(use, token)) {
            throw new AuthenticationFailedException("The token is for another use");
        }
        EventStreams.permit(routing, () -> tokens.counts(token, Instant.now()));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext routing) {
        ProblemException problem = ProblemException.of(ProblemCode.UNAUTHORIZED);
        problems.write(routing, problem.withHeader("WWW-Authenticate", "Bearer"));
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext routing) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    /** Before the mechanism of the JWT extension, which knows nothing of the cookie's limits. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    private static @Nullable Carried carried(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String header = request.getHeader(HttpHeaderNames.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Carried(header.substring(BEARER.length()).strip(), SessionTokens.Use.FULL);
        }
        if (Access.cookieIsEnough(request, routing.normalizedPath())) {
            Cookie cookie = request.getCookie(Cookies.SESSION);
            if (cookie != null && !cookie.getValue().isEmpty()) {
                return new Carried(cookie.getValue(), SessionTokens.Use.READING);
            }
        }
        return null;
    }
}
