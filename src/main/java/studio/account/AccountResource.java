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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
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
import studio.web.BasePath;

/** Sign-in, sign-out and the session. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public class AccountResource {
    private static final String DEVICE = "studio_device";
    /** The longest that browsers keep a cookie. */
    private static final Duration DEVICE_LIFETIME = Duration.ofDays(400);

    @Schema(requiredProperties = "password")
    record LoginRequest(@Nullable String password) {}

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
    private final SessionTokens tokens;
    private final ClientAddress clients;
    private final CurrentIdentityAssociation identities;
    private final CurrentConfig config;
    private final BasePath base;
    private final String version;

    AccountResource(
            SignIn signIn,
            SessionTokens tokens,
            ClientAddress clients,
            CurrentIdentityAssociation identities,
            CurrentConfig config,
            BasePath base,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.clients = clients;
        this.identities = identities;
        this.config = config;
        this.base = base;
        this.version = version;
    }

    @POST
    @Operation(summary = "Signs in with the work password; answers a token and sets the session cookie")
    @Path("/login")
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<LoginAnswer> login(@Nullable LoginRequest body, @Context HttpServerRequest request) {
        String password = body == null || body.password() == null ? "" : body.password();
        Cookie sent = request.getCookie(DEVICE);
        SignIn.SignedIn opened = signIn.with(password, clients.of(request), sent == null ? null : sent.getValue());
        NewCookie.Builder device = cookie(DEVICE, opened.deviceMark(), DEVICE_LIFETIME, request)
                .path(base.of("/api/login"))
                .sameSite(NewCookie.SameSite.STRICT);
        SessionTokens.Issued issued = opened.tokens();
        Duration lifetime = Duration.between(Instant.now(), issued.expiresAt());
        return RestResponse.ResponseBuilder.ok(new LoginAnswer(issued.token()))
                .cookie(
                        cookie(SessionAuthentication.COOKIE, issued.readingToken(), lifetime, request)
                                .build(),
                        device.build())
                .build();
    }

    /** Below a path of a host the browser's storage belongs to others too, and the page clears its own part. */
    @POST
    @Operation(summary = "Ends this session and clears what the browser keeps of it")
    @Path("/logout")
    public RestResponse<LogoutAnswer> logout(@Context HttpServerRequest request) {
        tokens.end(token(identities.getIdentity()));
        return RestResponse.ResponseBuilder.ok(new LogoutAnswer(true))
                .cookie(cookie(SessionAuthentication.COOKIE, "", Duration.ZERO, request)
                        .build())
                .header("Clear-Site-Data", base.isEmpty() ? "\"cache\", \"storage\"" : "\"cache\"")
                .build();
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

    private NewCookie.Builder cookie(String name, String value, Duration lifetime, HttpServerRequest request) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(base.of("/"))
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .secure(clients.https(request))
                .maxAge((int) lifetime.toSeconds());
    }
}
