package studio.gallery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryFacets;
import studio.gallery.GalleryTimeline;
import studio.gallery.GalleryTrash;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.BasePath;
import studio.web.Pieces;

/** The gallery over HTTP: its lists, and what is done to one entry. */
@Path("/api/gallery")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gallery")
public class GalleryResource {

    /**
     * A part of the gallery's list, as {@link ListDocument} writes it.
     *
     * @param nextCursor where the next page starts; null after the last
     * @param total how many entries the whole list has
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "GalleryPage")
    public record ListAnswer(
            List<GalleryEntry> entries, @Nullable String nextCursor, long total) {}

    /** One entry. */
    @RegisterForReflection
    public record EntryAnswer(GalleryEntry entry) {}

    /** What may be changed of an entry. */
    @Schema(name = "EntryChange", requiredProperties = "favorite")
    public record Change(@Nullable Boolean favorite) {}

    /**
     * What emptying the trash did.
     *
     * @param deleted how many entries are gone for good
     */
    @RegisterForReflection
    public record Emptied(int deleted) {}

    private final Gallery gallery;
    private final GalleryTrash trash;
    private final BasePath base;

    @Inject
    GalleryResource(Gallery gallery, GalleryTrash trash, BasePath base) {
        this.gallery = gallery;
        this.trash = trash;
        this.base = base;
    }

    @GET
    @Operation(
            summary = "The list of pictures",
            description = "Without parameters all entries, newest first, as a stream; with any of them, pages.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ListAnswer.class)))
    public Response list(@BeanParam GalleryParameters parameters) {
        if (parameters.absent()) {
            return Response.ok(new Pieces(new ListDocument.Whole(gallery, base.of(""))))
                    .build();
        }
        GalleryParameters.Page page = parameters.page();
        return Response.ok(ListDocument.of(gallery.page(parameters.filter(), page.after(), page.size(), base.of(""))))
                .build();
    }

    @GET
    @Path("facets")
    @Operation(summary = "What the list can be narrowed to, and how many entries that leaves")
    public GalleryFacets facets() {
        return gallery.facets();
    }

    @GET
    @Path("timeline")
    @Operation(
            summary = "How many pictures of the list each day has",
            description = "In the order of the list; limit and cursor have no meaning.")
    public GalleryTimeline timeline(
            @BeanParam GalleryParameters parameters,
            @QueryParam("timeZone")
                    @Parameter(description = "Whose days, for example Asia/Shanghai; the server's when absent")
                    @Nullable
                    String timeZone) {
        return gallery.timeline(parameters.filter(), zone(timeZone));
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null || name.isBlank() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ProblemException.field("timeZone", Message.of("gallery.zone_unknown"))
                    .causedBy(e);
        }
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One entry")
    public EntryAnswer get(@PathParam("id") String id) {
        return answer(gallery.find(id));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Marks an entry as a favourite, or not")
    public EntryAnswer change(@PathParam("id") String id, @Nullable Change change) {
        boolean favorite = favorite(change == null ? null : change.favorite());
        return answer(gallery.favorite(List.of(id), favorite).stream().findFirst());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes an entry into the trash, or for good with ?permanent=true")
    public EntryAnswer delete(@PathParam("id") String id, @QueryParam("permanent") @Nullable String permanent) {
        boolean forGood = GalleryParameters.flag("permanent", permanent);
        return answer(forGood ? trash.deleteForGood(id) : trash.delete(id));
    }

    @POST
    @Path("{id}/restore")
    @Operation(summary = "Takes an entry back out of the trash")
    public EntryAnswer restore(@PathParam("id") String id) {
        return answer(trash.restore(id));
    }

    @GET
    @Path("trash")
    @Operation(summary = "The pictures in the trash, the latest deletion first")
    public Gallery.TrashPage trash(@BeanParam GalleryParameters.Page page) {
        return trash.page(page.after(), page.size());
    }

    @DELETE
    @Path("trash")
    @Operation(summary = "Deletes everything in the trash for good")
    public Emptied emptyTrash() {
        return new Emptied(trash.empty());
    }

    static boolean favorite(@Nullable Boolean favorite) {
        if (favorite == null) {
            throw ProblemException.field("favorite", Message.of("gallery.favorite_missing"));
        }
        return favorite;
    }

    private static EntryAnswer answer(Optional<GalleryEntry> entry) {
        return new EntryAnswer(entry.orElseThrow(GalleryResource::notFound));
    }

    static ProblemException notFound() {
        return ProblemException.of(ProblemCode.GALLERY_ENTRY_NOT_FOUND);
    }
}
