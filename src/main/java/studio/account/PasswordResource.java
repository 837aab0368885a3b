package studio.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;

/** The work password. */
@Path("/api/password")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public class PasswordResource {

    /**
     * Whether the password can be changed here.
     *
     * @param reason why not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PasswordState")
    record PasswordState(boolean changeable, @Nullable String reason) {}

    /**
     * A change of the password.
     *
     * @param password the present one
     * @param newPassword at least 8 characters and at most 72 bytes
     */
    @Schema(requiredProperties = {"password", "newPassword"})
    record PasswordChange(
            @Nullable String password, @Nullable String newPassword) {}

    /** @param token of the session that goes on in the place of the one that asked */
    @Schema(name = "ChangedPassword")
    record Changed(String token) {}

    private final ChangePassword change;
    private final SessionCookies cookies;
    private final ClientAddress clients;
    private final CurrentIdentityAssociation identities;

    PasswordResource(
            ChangePassword change,
            SessionCookies cookies,
            ClientAddress clients,
            CurrentIdentityAssociation identities) {
        this.change = change;
        this.cookies = cookies;
        this.clients = clients;
        this.identities = identities;
    }

    @GET
    @Operation(summary = "Whether the work password can be changed here, and why not")
    public PasswordState state(@HeaderParam("Accept-Language") @Nullable String languages) {
        String reason = change.obstacle()
                .map(message -> message.in(Language.of(languages)))
                .orElse(null);
        return new PasswordState(reason == null, reason);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes the work password and signs every other device out",
            description =
                    "The present password is needed and may be tried as often as at the sign-in. The session goes on"
                            + " with the token of the answer and a new cookie; all earlier ones end.")
    public RestResponse<Changed> change(@Nullable PasswordChange body, @Context HttpServerRequest request) {
        SignIn.SignedIn opened = change.change(
                body == null || body.password() == null ? "" : body.password(),
                body == null || body.newPassword() == null ? "" : body.newPassword(),
                AccountResource.id(identities.getIdentity()),
                clients.of(request),
                Device.of(request.getHeader(HttpHeaders.USER_AGENT)));
        return cookies.begin(new Changed(opened.tokens().token()), opened, request);
    }
}
