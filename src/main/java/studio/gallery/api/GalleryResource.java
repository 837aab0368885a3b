package studio.gallery.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryFacets;
import studio.gallery.GalleryPage;
import studio.gallery.GalleryTrash;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** The gallery over HTTP. */
@Path("/api/gallery")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Gallery")
public class GalleryResource {

    /** One entry. */
    @RegisterForReflection
    public record EntryAnswer(GalleryEntry entry) {}

    /** What may be changed of an entry. */
    @Schema(name = "EntryChange", requiredProperties = "favorite")
    public record Change(@Nullable Boolean favorite) {}

    /** Marks entries as favourites, or takes the marks away. */
    @Schema(requiredProperties = {"ids", "favorite"})
    public record FavoriteMarks(
            @Nullable List<@Nullable String> ids, @Nullable Boolean favorite) {}

    private final Gallery gallery;
    private final GalleryTrash trash;
    private final ArchiveAnswer archives;
    private final ObjectMapper mapper;

    @Inject
    GalleryResource(Gallery gallery, GalleryTrash trash, ArchiveAnswer archives, ObjectMapper mapper) {
        this.gallery = gallery;
        this.trash = trash;
        this.archives = archives;
        this.mapper = mapper;
    }

    @GET
    @Operation(
            summary = "The list of pictures",
            description = "Without parameters all entries, newest first, as a stream; with any of them, pages.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = GalleryPage.class)))
    public Response list(@BeanParam GalleryParameters parameters) {
        if (parameters.absent()) {
            StreamingOutput all = this::writeAll;
            return Response.ok(all).build();
        }
        return Response.ok(gallery.page(parameters.filter(), parameters.after(), parameters.pageSize()))
                .build();
    }

    @GET
    @Path("facets")
    @Operation(summary = "What the list can be narrowed to, and how many entries that leaves")
    public GalleryFacets facets() {
        return gallery.facets();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One entry")
    public EntryAnswer get(@PathParam("id") String id) {
        return new EntryAnswer(gallery.find(id).orElseThrow(GalleryResource::notFound));
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Marks an entry as a favourite, or not")
    public EntryAnswer change(@PathParam("id") String id, @Nullable Change change) {
        boolean favorite = favorite(change == null ? null : change.favorite());
        return new EntryAnswer(
                gallery.favorite(List.of(id), favorite).stream().findFirst().orElseThrow(GalleryResource::notFound));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes an entry into the trash, or for good with ?permanent=true")
    public EntryAnswer delete(@PathParam("id") String id, @QueryParam("permanent") @Nullable String permanent) {
        boolean forGood = GalleryParameters.flag("permanent", permanent, false);
        return new EntryAnswer(
                (forGood ? trash.deleteForGood(id) : trash.delete(id)).orElseThrow(GalleryResource::notFound));
    }

    @POST
    @Path("{id}/restore")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Takes an entry back out of the trash")
    public EntryAnswer restore(@PathParam("id") String id) {
        return new EntryAnswer(trash.restore(id).orElseThrow(GalleryResource::notFound));
    }

    @POST
    @Path("favorite")
    @Operation(summary = "Marks many entries as favourites, or not")
    public ChangedEntries favoriteMany(@Nullable FavoriteMarks marks) {
        Set<String> ids = ChosenEntries.checked(marks == null ? null : marks.ids());
        return ChangedEntries.of(ids, gallery.favorite(ids, favorite(marks == null ? null : marks.favorite())));
    }

    @POST
    @Path("delete")
    @Operation(summary = "Deletes many entries into the trash")
    public ChangedEntries deleteMany(@Nullable ChosenEntries chosen) {
        Set<String> ids = ChosenEntries.checked(chosen);
        return ChangedEntries.of(ids, trash.delete(ids));
    }

    @POST
    @Path("restore")
    @Operation(summary = "Takes many entries back out of the trash")
    public ChangedEntries restoreMany(@Nullable ChosenEntries chosen) {
        Set<String> ids = ChosenEntries.checked(chosen);
        return ChangedEntries.of(ids, trash.restore(ids));
    }

    @POST
    @Path("download")
    @Produces(ArchiveAnswer.ZIP)
    @Operation(summary = "Many pictures as a ZIP")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ArchiveAnswer.ZIP))
    public Response download(@Nullable ChosenEntries chosen) {
        return archives.of(ChosenEntries.checked(chosen), true);
    }

    private static boolean favorite(@Nullable Boolean favorite) {
        if (favorite == null) {
            throw ProblemException.field("favorite", Message.of("gallery.favorite_missing"));
        }
        return favorite;
    }

    private void writeAll(OutputStream out) throws IOException {
        try (JsonGenerator json = mapper.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("entries");
            LongAdder total = new LongAdder();
            gallery.forEach(entry -> {
                try {
                    json.writePOJO(entry);
                    total.increment();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            // One page that holds everything: what reads pages reads this, too.
            json.writeNullField("nextCursor");
            json.writeNumberField("total", total.sum());
            json.writeEndObject();
        }
    }

    static ProblemException notFound() {
        return ProblemException.of(ProblemCode.GALLERY_ENTRY_NOT_FOUND);
    }
}
