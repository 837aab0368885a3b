package studio.account;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import studio.account.SessionTokens.Use;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.ProblemWriter;
import studio.web.event.EventStreams;

/** Finds the session token of a request: {@code Authorization: Bearer}, or the cookie where that is enough. */
@Singleton
class SessionAuthentication implements HttpAuthenticationMechanism {
    static final String COOKIE = "studio_session";
    private static final String BEARER = "Bearer ";

    private final ProblemWriter problems;
    private final SessionTokens tokens;

    SessionAuthentication(ProblemWriter problems, SessionTokens tokens) {
        this.problems = problems;
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager identities) {
        HttpServerRequest request = routing.request();
        String sent = bearer(request.getHeader(HttpHeaderNames.AUTHORIZATION));
        Use use = sent == null ? Use.READING : Use.FULL;
        if (sent == null && AccessPolicy.cookieIsEnough(request, routing.normalizedPath())) {
            Cookie cookie = request.getCookie(COOKIE);
            sent = cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
        }
        String token = sent;
        if (token == null) {
            return Uni.createFrom().nullItem();
        }
        routing.put(HttpAuthenticationMechanism.class.getName(), this);
        try {
            return Uni.createFrom().item(admitted(routing, tokens.verify(token, use)));
        } catch (AuthenticationFailedException e) {
            if (!tokens.shared()) {
                return Uni.createFrom().failure(e);
            }
            return Uni.createFrom()
                    .completionStage(() -> routing.vertx()
                            .executeBlocking(() -> tokens.verifyAnew(token, use), false)
                            .toCompletionStage())
                    .map(session -> admitted(routing, session));
        }
    }

    private SecurityIdentity admitted(RoutingContext routing, SessionTokens.Session session) {
        EventStreams.permit(routing, () -> tokens.isValid(session));
        return session.identity();
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

    /** Before the mechanism of the JWT extension, which knows nothing of the cookie's limits. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    /** The token of an {@code Authorization} header; null when it has none. */
    static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
