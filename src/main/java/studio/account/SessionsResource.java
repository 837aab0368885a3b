package studio.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** The devices that are signed in, and ending that. */
@Path("/api/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-in")
public class SessionsResource {
    private static final int LISTED = 200;

    /**
     * A device that is signed in.
     *
     * @param browser family of the browser or program; absent when it named none
     * @param system the operating system or kind of phone; absent when it named none
     * @param lastSeenAt to a few minutes
     * @param remembered whether it stays signed in for 30 days
     * @param current whether it is the one that asks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SignedInDevice")
    record DeviceView(
            String id,
            @Nullable String browser,
            @Nullable String system,
            Instant signedInAt,
            Instant lastSeenAt,
            Instant expiresAt,
            boolean remembered,
            boolean current) {

        private static DeviceView of(SqlSessions.Row row, String own) {
            return new DeviceView(
                    row.id(),
                    row.browser(),
                    row.system(),
                    row.signedInAt(),
                    row.lastSeenAt(),
                    row.expiresAt(),
                    row.remembered(),
                    row.id().equals(own));
        }
    }

    /**
     * Who is signed in.
     *
     * @param sessions the last seen first, at most 200
     * @param total how many there are
     */
    @Schema(name = "SignedInDevices")
    record Devices(List<DeviceView> sessions, int total) {}

    /** @param ended how many sessions ended */
    @Schema(name = "EndedSessions")
    record Ended(int ended) {}

    private final SqlSessions sessions;
    private final SessionTokens tokens;
    private final SessionCookies cookies;
    private final CurrentIdentityAssociation identities;

    SessionsResource(
            SqlSessions sessions, SessionTokens tokens, SessionCookies cookies, CurrentIdentityAssociation identities) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookies = cookies;
        this.identities = identities;
    }

    @GET
    @Operation(summary = "The devices that are signed in, the last seen first")
    public Devices list() {
        String own = own();
        List<SqlSessions.Row> all = sessions.all(tokens.key().generation(), Instant.now());
        return new Devices(
                all.stream().limit(LISTED).map(row -> DeviceView.of(row, own)).toList(), all.size());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Signs a device out")
    public Ended end(@PathParam("id") String id) {
        if (!sessions.end(id)) {
            throw ProblemException.of(ProblemCode.SESSION_NOT_FOUND);
        }
        return new Ended(1);
    }

    @DELETE
    @Path("others")
    @Operation(summary = "Signs every device out but the one that asks")
    public Ended endOthers() {
        return new Ended(sessions.endAll(own()));
    }

    @DELETE
    @Operation(summary = "Signs every device out, this one too, and clears what its browser keeps")
    public RestResponse<Ended> endAll(@Context HttpServerRequest request) {
        return cookies.end(new Ended(sessions.endAll(null)), request);
    }

    private String own() {
        return AccountResource.id(identities.getIdentity());
    }
}
