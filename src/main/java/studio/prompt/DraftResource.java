package studio.prompt;

import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.request.GenerationInput;

/** Drafts: requests that are saved to be sent another time, on any device. */
@Path("/api/drafts")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Prompts")
public class DraftResource {
    private static final int MAX_PICTURES = 32;
    private static final int NAME_LENGTH = 60;
    private static final Pattern PICTURE = Pattern.compile("upload:[0-9a-f]{64}|gallery:[A-Za-z0-9._-]{1,128}");

    private final SqlDrafts drafts;

    DraftResource(SqlDrafts drafts) {
        this.drafts = drafts;
    }

    /** The last saved first. */
    @Schema(name = "DraftList")
    public record Drafts(List<SqlDrafts.Draft> drafts) {}

    /** One draft. */
    @Schema(name = "DraftAnswer")
    public record OneDraft(SqlDrafts.Draft draft) {}

    @GET
    @Operation(summary = "All drafts, the last saved first")
    public Drafts list() {
        return new Drafts(drafts.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Saves a draft, named by the first words of its prompt",
            description =
                    "At most 100. Pictures are named by their ids; uploaded ones do not expire as long as a draft has them.")
    @APIResponse(
            responseCode = "201",
            description = "The draft is saved",
            content = @Content(schema = @Schema(implementation = OneDraft.class)))
    public OneDraft save(@Valid @Nullable GenerationInput body) {
        GenerationInput input = ProblemException.present(body);
        String prompt = Objects.requireNonNullElse(input.prompt(), "");
        List<String> images = Objects.requireNonNullElse(input.images(), List.of());
        if (prompt.isEmpty() && images.isEmpty()) {
            throw ProblemException.field("prompt", Message.of("generation.prompt_missing"));
        }
        boolean known = images.stream()
                .allMatch(image -> image != null && PICTURE.matcher(image).matches());
        if (!known || images.size() > MAX_PICTURES || input.mask() != null) {
            throw ProblemException.field("images", Message.of("prompt.draft_pictures", MAX_PICTURES));
        }
        return new OneDraft(drafts.save(name(prompt), input, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a draft")
    public OneDraft remove(@PathParam("id") String id) {
        return new OneDraft(drafts.remove(id).orElseThrow(() -> ProblemException.of(ProblemCode.DRAFT_NOT_FOUND)));
    }

    private static String name(String prompt) {
        String line = prompt.strip().lines().findFirst().orElse("").strip();
        boolean longer = line.codePointCount(0, line.length()) > NAME_LENGTH;
        return longer ? line.substring(0, line.offsetByCodePoints(0, NAME_LENGTH)) + "…" : line;
    }
}
