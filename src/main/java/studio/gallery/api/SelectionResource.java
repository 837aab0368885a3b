package studio.gallery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.files.TimeStamp;
import studio.gallery.BulkChanges;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.gallery.api.Chosen.Matching;
import studio.gallery.api.Chosen.RestoredEntries;
import studio.gallery.file.DownloadName;
import studio.gallery.file.ImageFiles;
import studio.gallery.file.PictureArchive;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;
import studio.storage.ShortLinks;
import studio.web.BasePath.ServerPath;

/** What is done to many entries: to those that a person has ticked, or to all that match a filter. */
@Path("/api/gallery")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gallery")
public class SelectionResource {
    private static final String ZIP = "application/zip";
    private static final String BETWEEN = "\n";

    /**
     * Entries that a person has chosen: ticked ones, or all that match.
     *
     * @param ids 1 to 1000
     * @param filter in place of ids
     */
    public record ChosenEntries(
            @Nullable List<@Nullable String> ids, @Nullable Matching filter) {}

    /** Marks entries as favourites, or takes the marks away. */
    @Schema(requiredProperties = "favorite")
    public record FavoriteMarks(
            @Nullable List<@Nullable String> ids,
            @Nullable Matching filter,
            @Nullable Boolean favorite) {}

    /**
     * What was done to chosen entries.
     *
     * @param entries as they are now (deleted ones: as they were), in the requested order; empty for a filter
     * @param notFound the ids for which there was nothing to do it to
     * @param count how many entries it was done to
     * @param deletedAt of a deletion by a filter: what restores it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChangedEntries(
            List<GalleryEntry> entries,
            List<String> notFound,
            int count,
            @Nullable Instant deletedAt) {
        static ChangedEntries counted(int count, @Nullable Instant deletedAt) {
            return new ChangedEntries(List.of(), List.of(), count, deletedAt);
        }
    }

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
    private final BulkChanges bulk;
    private final ImageFiles images;
    /** To ZIPs of entries, by their ids. */
    private final ShortLinks links;

    @Inject
    SelectionResource(Gallery gallery, GalleryTrash trash, BulkChanges bulk, ImageFiles images, Database database) {
        this.gallery = gallery;
        this.trash = trash;
        this.bulk = bulk;
        this.images = images;
        this.links = ShortLinks.over(database, "pictures", 100);
    }

    @POST
    @Path("favorite")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Marks many entries as favourites, or not")
    public ChangedEntries favorite(@Nullable FavoriteMarks marks) {
        boolean favorite = GalleryResource.favorite(marks == null ? null : marks.favorite());
        Matching matching = marks == null ? null : marks.filter();
        if (matching != null) {
            return ChangedEntries.counted(bulk.favorite(matching.filter(), matching.exceptions(), favorite), null);
        }
        Set<String> ids = Chosen.ids(marks == null ? null : marks.ids());
        return changed(ids, gallery.favorite(ids, favorite));
    }

    @POST
    @Path("delete")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Deletes many entries into the trash")
    public ChangedEntries delete(@Nullable ChosenEntries chosen) {
        Matching matching = chosen == null ? null : chosen.filter();
        if (matching != null) {
            BulkChanges.Deletion deletion = bulk.delete(matching.filter(), matching.exceptions());
            return ChangedEntries.counted(deletion.count(), deletion.at());
        }
        Set<String> ids = Chosen.ids(chosen == null ? null : chosen.ids());
        return changed(ids, trash.delete(ids));
    }

    @POST
    @Path("restore")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Takes many entries back out of the trash")
    public ChangedEntries restore(@Nullable RestoredEntries chosen) {
        if (chosen != null && (Boolean.TRUE.equals(chosen.all()) || chosen.deletedAt() != null)) {
            return ChangedEntries.counted(
                    bulk.restore(Boolean.TRUE.equals(chosen.all()) ? null : chosen.deletedAt()), null);
        }
        Set<String> ids = Chosen.ids(chosen == null ? null : chosen.ids());
        return changed(ids, trash.restore(ids));
    }

    @POST
    @Path("trash/delete")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Deletes entries in the trash for good, by their ids")
    public ChangedEntries purge(@Nullable ChosenEntries chosen) {
        Set<String> ids = Chosen.ids(chosen == null ? null : chosen.ids());
        return changed(ids, trash.purgeAll(ids));
    }

    @POST
    @Path("download")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(ZIP)
    @Operation(summary = "Many pictures as a ZIP")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ZIP))
    public Response download(@Nullable ChosenEntries chosen) {
        return archive(zipped(chosen), true);
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
        List<GalleryEntry> entries = found(zipped(chosen));
        ShortLinks.Link link = links.make(entries.stream().map(GalleryEntry::id).collect(Collectors.joining(BETWEEN)));
        return new Download(
                "/api/gallery/downloads/" + link.id(),
                link.expiresAt(),
                entries.size(),
                entries.stream().mapToLong(GalleryEntry::bytes).sum());
    }

    /** Ticked ids, or those that match now: at most as many as a ZIP may have. */
    private Collection<String> zipped(@Nullable ChosenEntries chosen) {
        Matching matching = chosen == null ? null : chosen.filter();
        return matching == null
                ? Chosen.ids(chosen == null ? null : chosen.ids())
                : bulk.ids(matching.filter(), matching.exceptions(), BulkChanges.MAX_ZIP);
    }

    @GET
    @Path("downloads/{id}")
    @Produces(ZIP)
    @Operation(summary = "The ZIP of a link")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ZIP))
    public Response fetch(@PathParam("id") String id, @Context Request request) {
        List<String> entries = List.of(links.find(id)
                .orElseThrow(() -> ProblemException.of(ProblemCode.DOWNLOAD_NOT_FOUND))
                .target()
                .split(BETWEEN, -1));
        // Download managers ask for the name by HEAD before they fetch.
        return archive(entries, !request.getMethod().equals(HttpMethod.HEAD));
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
        return new ChangedEntries(changed, missing(ids, changed), changed.size(), null);
    }

    private static List<String> missing(Collection<String> ids, List<GalleryEntry> entries) {
        Set<String> missing = new LinkedHashSet<>(ids);
        entries.forEach(entry -> missing.remove(entry.id()));
        return List.copyOf(missing);
    }
}
