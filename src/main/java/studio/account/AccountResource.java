package studio.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import studio.config.CurrentConfig;
import studio.problem.Language;

/** Sign-in, sign-out and the session. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public class AccountResource {
    /** @param remember true: this device stays signed in for 30 days; otherwise as long as {@code auth.tokenExpiresIn} says */
    @Schema(requiredProperties = "password")
    record LoginRequest(@Nullable String password, @Nullable Boolean remember) {}

    record LoginAnswer(String token) {}

    record LogoutAnswer(boolean ok) {}

    /** @param configProblem why {@code app.config.json} as it is on disk is not in use */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Session")
    record SessionAnswer(
            boolean ok,
            Instant expiresAt,
            String version,
            @Nullable String configProblem) {}

    private final SignIn signIn;
    private final SqlSessions sessions;
    private final SessionCookies cookies;
    private final ClientAddress clients;
    private final CurrentIdentityAssociation identities;
    private final CurrentConfig config;
    private final String version;

    AccountResource(
            SignIn signIn,
            SqlSessions sessions,
            SessionCookies cookies,
            ClientAddress clients,
            CurrentIdentityAssociation identities,
            CurrentConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.cookies = cookies;
        this.clients = clients;
        this.identities = identities;
        this.config = config;
        this.version = version;
    }

    @POST
    @Operation(summary = "Signs in with the work password; answers a token and sets the session cookie")
    @Path("/login")
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<LoginAnswer> login(@Nullable LoginRequest body, @Context HttpServerRequest request) {
        String password = body == null || body.password() == null ? "" : body.password();
        boolean remember = body != null && Boolean.TRUE.equals(body.remember());
        Cookie sent = request.getCookie(SessionCookies.DEVICE);
        SignIn.SignedIn opened = signIn.with(
                password,
                remember,
                clients.of(request),
                Device.of(request.getHeader(HttpHeaders.USER_AGENT)),
                sent == null ? null : sent.getValue());
        return cookies.begin(new LoginAnswer(opened.tokens().token()), opened, request);
    }

    @POST
    @Operation(summary = "Ends this session and clears what the browser keeps of it")
    @Path("/logout")
    public RestResponse<LogoutAnswer> logout(@Context HttpServerRequest request) {
        boolean unused = sessions.end(id(identities.getIdentity()));
        return cookies.end(new LogoutAnswer(true), request);
    }

    @GET
    @Operation(summary = "Whether the token is good, until when, and the state of the configuration")
    @Path("/session")
    @NonBlocking
    public Uni<SessionAnswer> session(@HeaderParam("Accept-Language") @Nullable String languages) {
        return identities
                .getDeferredIdentity()
                .map(identity -> new SessionAnswer(
                        true,
                        Instant.ofEpochSecond(token(identity).getExpirationTime()),
                        version,
                        config.problem(Language.of(languages)).orElse(null)));
    }

    private static JsonWebToken token(SecurityIdentity identity) {
        return (JsonWebToken) identity.getPrincipal();
    }

    /** The id of the session that asks. */
    static String id(SecurityIdentity identity) {
        return token(identity).getTokenID();
    }
}
