package studio.gallery.api;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.files.TimeStamp;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.gallery.file.DownloadName;
import studio.gallery.file.ImageFiles;
import studio.gallery.file.PictureArchive;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.BasePath.ServerPath;

/** What is done to many entries that a person has ticked. */
@Path("/api/gallery")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gallery")
public class SelectionResource {
    private static final String ZIP = "application/zip";
    private static final int MAX_IDS = 1000;

    /**
     * Entries that a person has ticked.
     *
     * @param ids 1 to 1000
     */
    @Schema(requiredProperties = "ids")
    public record ChosenEntries(@Nullable List<@Nullable String> ids) {}

    /** Marks entries as favourites, or takes the marks away. */
    @Schema(requiredProperties = {"ids", "favorite"})
    public record FavoriteMarks(
            @Nullable List<@Nullable String> ids, @Nullable Boolean favorite) {}

    /**
     * What was done to ticked entries.
     *
     * @param entries as they are now (deleted ones: as they were), in the requested order
     * @param notFound the ids for which there was nothing to do it to
     */
    @RegisterForReflection
    public record ChangedEntries(List<GalleryEntry> entries, List<String> notFound) {}

    /**
     * A ZIP that waits to be fetched, several times if need be.
     *
     * @param url path of the ZIP on this server
     * @param expiresAt when the address ends; a download that has started by then goes on
     * @param pictures how many of the chosen entries are there
     * @param bytes of these pictures together; the ZIP is a little larger
     */
    @RegisterForReflection
    public record Download(
            @JsonSerialize(using = ServerPath.class) String url, Instant expiresAt, int pictures, long bytes) {}

    private final Gallery gallery;
    private final GalleryTrash trash;
    private final ImageFiles images;
    private final DownloadLinks links;

    @Inject
    SelectionResource(Gallery gallery, GalleryTrash trash, ImageFiles images, DownloadLinks links) {
        this.gallery = gallery;
        this.trash = trash;
        this.images = images;
        this.links = links;
    }

    @POST
    @Path("favorite")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Marks many entries as favourites, or not")
    public ChangedEntries favorite(@Nullable FavoriteMarks marks) {
        Set<String> ids = checked(marks == null ? null : marks.ids());
        boolean favorite = GalleryResource.favorite(marks == null ? null : marks.favorite());
        return changed(ids, gallery.favorite(ids, favorite));
    }

    @POST
    @Path("delete")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Deletes many entries into the trash")
    public ChangedEntries delete(@Nullable ChosenEntries chosen) {
        Set<String> ids = checked(chosen);
        return changed(ids, trash.delete(ids));
    }

    @POST
    @Path("restore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Takes many entries back out of the trash")
    public ChangedEntries restore(@Nullable ChosenEntries chosen) {
        Set<String> ids = checked(chosen);
        return changed(ids, trash.restore(ids));
    }

    @POST
    @Path("download")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(ZIP)
    @Operation(summary = "Many pictures as a ZIP")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ZIP))
    public Response download(@Nullable ChosenEntries chosen) {
        return archive(checked(chosen), true);
    }

    /** The page asks for a link, and the browser fetches it by itself. For that the cookie is enough. */
    @POST
    @Path("downloads")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Prepares many pictures as a ZIP that a browser fetches by link",
            description = "The link works for ten minutes or until the server restarts.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Download.class)))
    public Download prepare(@Nullable ChosenEntries chosen) {
        List<GalleryEntry> entries = found(checked(chosen));
        DownloadLinks.Link link =
                links.make(entries.stream().map(GalleryEntry::id).toList());
        return new Download(
                "/api/gallery/downloads/" + link.id(),
                link.expiresAt(),
                entries.size(),
                entries.stream().mapToLong(GalleryEntry::bytes).sum());
    }

    @GET
    @Path("downloads/{id}")
    @Produces(ZIP)
    @Operation(summary = "The ZIP of a link")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ZIP))
    public Response fetch(@PathParam("id") String id, @Context Request request) {
        DownloadLinks.Link link = links.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.DOWNLOAD_NOT_FOUND));
        // Download managers ask for the name by HEAD before they fetch.
        return archive(link.entries(), !request.getMethod().equals(HttpMethod.HEAD));
    }

    /** @param body false: only the headers, for HEAD */
    private Response archive(Collection<String> ids, boolean body) {
        List<GalleryEntry> entries = found(ids);
        String name = "image-studio-" + TimeStamp.of(Instant.now()) + ".zip";
        Response.ResponseBuilder answer =
                Response.ok().type(ZIP).header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(name));
        if (body) {
            StreamingOutput zip = new PictureArchive(entries, missing(ids, entries), images)::writeTo;
            answer.entity(zip);
        }
        return answer.build();
    }

    /** @throws ProblemException 404 when none of the entries is there; the ZIP lists those that are not */
    private List<GalleryEntry> found(Collection<String> ids) {
        List<GalleryEntry> entries = gallery.findAll(ids);
        if (entries.isEmpty()) {
            throw GalleryResource.notFound();
        }
        return entries;
    }

    private static ChangedEntries changed(Collection<String> ids, List<GalleryEntry> changed) {
        return new ChangedEntries(changed, missing(ids, changed));
    }

    private static List<String> missing(Collection<String> ids, List<GalleryEntry> entries) {
        Set<String> missing = new LinkedHashSet<>(ids);
        entries.forEach(entry -> missing.remove(entry.id()));
        return List.copyOf(missing);
    }

    private static Set<String> checked(@Nullable ChosenEntries chosen) {
        return checked(chosen == null ? null : chosen.ids());
    }

    /** Each id once, in the order given. */
    private static Set<String> checked(@Nullable List<@Nullable String> ids) {
        if (ids == null || ids.isEmpty()) {
            throw ProblemException.field("ids", Message.of("gallery.ids_empty"));
        }
        if (ids.size() > MAX_IDS) {
            throw ProblemException.field("ids", Message.of("gallery.ids_too_many", MAX_IDS));
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String id : ids) {
            if (id == null) {
                throw ProblemException.field("ids", Message.of("gallery.ids_with_null"));
            }
            distinct.add(id);
        }
        return distinct;
    }
}
