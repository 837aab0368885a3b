package studio.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.problem.WholeNumber;

/** The prompts that were sent, to be found and used again. */
@Path("/api/prompts")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Prompts")
public class PromptResource {
    private static final int USUAL_PAGE = 30;
    private static final int MAX_PAGE = 100;
    private static final int MAX_SEARCH = 200;
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private final SqlPrompts prompts;

    PromptResource(SqlPrompts prompts) {
        this.prompts = prompts;
    }

    /** @param nextCursor where the next page starts; null after the last */
    @Schema(name = "PromptPage")
    public record Page(
            List<SqlPrompts.Sent> prompts, @Nullable String nextCursor) {}

    /** @param deleted how many are gone */
    @Schema(name = "PromptsDeleted")
    public record Deleted(int deleted) {}

    @GET
    @Operation(summary = "Prompts that were sent, each once, the last used first")
    public Page list(
            @Parameter(description = "Words that all have to be in it, at most 200 characters")
                    @QueryParam("q")
                    @Nullable
                    String q,
            @Parameter(description = "1 to 100, 30 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String words = q == null ? "" : q;
        if (words.length() > MAX_SEARCH) {
            throw ProblemException.field("q", Message.of("prompt.search_too_long", MAX_SEARCH));
        }
        int size = WholeNumber.read("limit", limit, USUAL_PAGE, MAX_PAGE);
        List<SqlPrompts.Sent> found = prompts.page(words, place(cursor), size + 1);
        boolean more = found.size() > size;
        List<SqlPrompts.Sent> page = more ? found.subList(0, size) : found;
        return new Page(page, more ? cursor(page.getLast()) : null);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Forgets a prompt; pictures made with it keep theirs")
    public Deleted remove(@PathParam("id") String id) {
        int gone = ID.matcher(id).matches() ? prompts.remove(Long.parseLong(id)) : 0;
        if (gone == 0) {
            throw ProblemException.of(ProblemCode.PROMPT_NOT_FOUND);
        }
        return new Deleted(gone);
    }

    @DELETE
    @Operation(summary = "Forgets all prompts; pictures made with them keep theirs")
    public Deleted removeAll() {
        return new Deleted(prompts.removeAll());
    }

    private static String cursor(SqlPrompts.Sent last) {
        String place = last.usedAt().toEpochMilli() + "." + last.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(UTF_8));
    }

    private static SqlPrompts.@Nullable Place place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            var place = PLACE.matcher(new String(Base64.getUrlDecoder().decode(cursor), UTF_8));
            if (place.matches()) {
                return new SqlPrompts.Place(Long.parseLong(place.group(1)), Long.parseLong(place.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw broken().causedBy(e);
        }
        throw broken();
    }

    private static ProblemException broken() {
        return ProblemException.field("cursor", Message.of("gallery.cursor_invalid"));
    }
}
