package studio.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Everything that the studio holds, as one file. */
@Path("/api/backup")
@Tag(name = "Service")
public class BackupResource {
    private final BackupAnswer answer;

    BackupResource(BackupAnswer answer) {
        this.answer = answer;
    }

    /**
     * What a backup should hold.
     *
     * @param withKeys also API keys, the work password and the secret of the sessions; not when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BackupRequest(@Nullable Boolean withKeys) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(BackupAnswer.TAR)
    @Blocking
    @Operation(
            summary = "A consistent copy of database, config and pictures, for `image-studio restore`",
            description = "A tar, made while it is sent. It ends with SHA256SUMS; one without was cut off.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = BackupAnswer.TAR))
    public Response backup(@Nullable BackupRequest request, @Context RoutingContext routing) {
        return answer.begin(request != null && Boolean.TRUE.equals(request.withKeys()), routing);
    }
}
