package studio.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Reads a backup through and says what it holds and whether it is whole. Nothing is changed by it. */
@Path("/api/backup/checks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class CheckResource {
    private static final long MAX_SIZE = 1L << 44;

    /** @param size of the backup, bytes */
    @Schema(requiredProperties = "size")
    record CheckRequest(@Nullable Long size) {}

    /**
     * How far a check is, and what was found.
     *
     * @param state {@code receiving}, {@code whole}, {@code broken} or {@code canceled}
     * @param offset how many bytes have come
     * @param product the version that wrote the backup
     * @param withKeys whether API keys and sign-in secrets are inside
     * @param pictures of the gallery, those in the trash included
     * @param problem why it cannot be restored
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BackupCheck")
    record CheckView(
            String id,
            String state,
            long size,
            long offset,
            @Nullable Instant createdAt,
            @Nullable String product,
            @Nullable Boolean withKeys,
            @Nullable Long files,
            @Nullable Long bytes,
            @Nullable Long pictures,
            @Nullable String problem) {

        private static CheckView of(BackupCheck check, Language language) {
            BackupCheck.Progress now = check.progress();
            Unpacked found = now.found();
            Message problem = now.problem();
            return new CheckView(
                    check.id(),
                    now.state().name().toLowerCase(Locale.ROOT),
                    now.size(),
                    now.offset(),
                    found == null ? null : found.manifest().createdAt(),
                    found == null ? null : found.manifest().product(),
                    found == null ? null : found.manifest().withKeys(),
                    found == null ? null : found.files(),
                    found == null ? null : found.bytes(),
                    found == null ? null : found.pictures(),
                    problem == null ? null : problem.in(language));
        }
    }

    private final BackupChecks checks;

    CheckResource(BackupChecks checks) {
        this.checks = checks;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Begins the check of a backup, which is then sent part by part; one at a time")
    @APIResponse(
            responseCode = "201",
            description = "The check waits for the first part",
            content = @Content(schema = @Schema(implementation = CheckView.class)))
    public CheckView begin(@Nullable CheckRequest request, @HeaderParam("Accept-Language") @Nullable String languages) {
        Long size = request == null ? null : request.size();
        if (size == null || size < 1 || size > MAX_SIZE) {
            throw ProblemException.field("size", Message.of("backup.size_missing"));
        }
        return CheckView.of(checks.begin(size), Language.of(languages));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How far a check is, and what was found")
    public CheckView progress(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return CheckView.of(checks.find(id), Language.of(languages));
    }

    @PUT
    @Path("{id}/parts")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Sends the part of the backup that begins at the offset; the last one answers what was found")
    public CheckView part(
            @PathParam("id") String id,
            @QueryParam("offset") @Nullable Long offset,
            @HeaderParam("Accept-Language") @Nullable String languages,
            InputStream body)
            throws IOException {
        return CheckView.of(checks.part(id, offset == null ? 0 : offset, body), Language.of(languages));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Ends a check")
    public CheckView cancel(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        BackupCheck check = checks.find(id);
        check.cancel();
        return CheckView.of(check, Language.of(languages));
    }
}
