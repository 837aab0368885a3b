package studio.intake;

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
import java.util.List;
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

/** Taking pictures from elsewhere into the gallery. */
@Path("/api/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class IntakeResource {
    private static final long MAX_SIZE = 1L << 40;
    private static final int MAX_NAME = 1000;
    private static final long MAX_FILES = 1_000_000;

    /** @param files how many will be sent, at most a million */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportRequest")
    record ImportRequest(@Nullable Long files) {}

    /** A file that was left out, and why. */
    @Schema(name = "SkippedFile")
    record SkippedView(String name, String reason) {}

    /**
     * How far an import is.
     *
     * @param state {@code receiving}, {@code working} (an archive is read), {@code done}, {@code failed} or {@code canceled}
     * @param files how many there are in all, as far as it is known
     * @param looked how many of them were looked at
     * @param duplicates pictures that the gallery had already, byte by byte
     * @param described how many pictures the earlier server's list names
     * @param tasks how many tasks of the earlier server were new
     * @param settings whether its app.config.json waits to be merged
     * @param skippedFiles the first 500 of those that were left out
     * @param receiving the file that is being sent, and {@code offset}, how many of its bytes are there
     * @param problem why it has failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImportProgress")
    record ImportView(
            String id,
            String state,
            Instant startedAt,
            long files,
            long looked,
            long added,
            long duplicates,
            long described,
            long tasks,
            boolean settings,
            long skipped,
            List<SkippedView> skippedFiles,
            @Nullable String receiving,
            long offset,
            @Nullable String problem) {

        private static ImportView of(Intake intake, Language language) {
            Intake.Progress now = intake.progress();
            Message problem = now.problem();
            return new ImportView(
                    intake.id(),
                    now.state().name().toLowerCase(Locale.ROOT),
                    now.startedAt(),
                    now.files(),
                    now.looked(),
                    now.added(),
                    now.duplicates(),
                    now.described(),
                    now.tasks(),
                    now.settings(),
                    now.skipped(),
                    now.left().stream()
                            .map(left ->
                                    new SkippedView(left.name(), left.reason().in(language)))
                            .toList(),
                    now.receiving(),
                    now.offset(),
                    problem == null ? null : problem.in(language));
        }
    }

    /** @param latest the import under way, or the last one since the server's start */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Imports")
    record Imports(@Nullable ImportView latest) {}

    private final Intakes intakes;

    IntakeResource(Intakes intakes) {
        this.intakes = intakes;
    }

    @GET
    @Operation(summary = "The import under way, or the last one")
    public Imports latest(@HeaderParam("Accept-Language") @Nullable String languages) {
        return new Imports(intakes.current()
                .map(intake -> ImportView.of(intake, Language.of(languages)))
                .orElse(null));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Begins an import of pictures, a ZIP, or the earlier server's folder; one at a time",
            description =
                    "Send gallery.json before the pictures it names; tasks.json brings tasks and prompts, app.config.json API configs and templates. A second import is refused while one is read,"
                            + " or while files of one came within the last two minutes.")
    @APIResponse(
            responseCode = "201",
            description = "The import waits for the first file",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public ImportView begin(@Nullable ImportRequest request, @HeaderParam("Accept-Language") @Nullable String languages)
            throws IOException {
        Long files = request == null ? null : request.files();
        if (files != null && (files < 0 || files > MAX_FILES)) {
            throw ProblemException.field("files", Message.of("intake.files_range", MAX_FILES));
        }
        return ImportView.of(intakes.begin(files == null ? 0 : files), Language.of(languages));
    }

    @PUT
    @Path("{id}/files")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Sends a file, or a part of one that follows the part before",
            description = "A picture is in the gallery when the answer comes; a ZIP waits for the end of the import.")
    public ImportView part(
            @PathParam("id") String id,
            @QueryParam("name") @Nullable String name,
            @QueryParam("size") @Nullable Long size,
            @QueryParam("offset") @Nullable Long offset,
            @QueryParam("modified") @Nullable Long modified,
            @HeaderParam("Accept-Language") @Nullable String languages,
            InputStream body)
            throws IOException {
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            throw ProblemException.field("name", Message.of("intake.name_missing", MAX_NAME));
        }
        if (size == null || size < 1 || size > MAX_SIZE) {
            throw ProblemException.field("size", Message.of("intake.size_missing"));
        }
        long from = offset == null ? 0 : offset;
        if (from < 0 || from >= size) {
            throw ProblemException.field("offset", Message.of("intake.size_missing"));
        }
        Instant now = Instant.now();
        Instant sent = modified == null || modified <= 0 ? now : Instant.ofEpochMilli(modified);
        Instant time = sent.isAfter(now) ? now : sent;
        return ImportView.of(
                intakes.part(id, new ReceivedFiles.Part(name, size, from, time), body), Language.of(languages));
    }

    @POST
    @Path("{id}/complete")
    @Operation(summary = "Says that everything was sent; archives are read from now on")
    public ImportView complete(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return ImportView.of(intakes.complete(id), Language.of(languages));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Ends an import; what it has taken stays in the gallery")
    public ImportView cancel(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return ImportView.of(intakes.cancel(id), Language.of(languages));
    }
}
