package studio.gallery.api;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.ServerPath;

/** ZIPs by link: the page asks for one, and the browser fetches it by itself. For that the cookie is enough. */
@Path("/api/gallery/downloads")
@Tag(name = "Gallery")
public class DownloadResource {

    /**
     * A ZIP that waits to be fetched, several times if need be.
     *
     * @param url path of the ZIP on this server
     * @param expiresAt when the address ends; a download that has begun by then goes on
     * @param pictures how many of the chosen entries are there
     * @param bytes of these pictures together; the ZIP is a little larger
     */
    @RegisterForReflection
    public record Download(
            @JsonSerialize(using = ServerPath.class) String url, Instant expiresAt, int pictures, long bytes) {}

    private final Gallery gallery;
    private final DownloadLinks links;
    private final ArchiveAnswer archives;

    DownloadResource(Gallery gallery, DownloadLinks links, ArchiveAnswer archives) {
        this.gallery = gallery;
        this.links = links;
        this.archives = archives;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Prepares many pictures as a ZIP that a browser fetches by link",
            description = "The link works for ten minutes or until the server restarts.")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Download.class)))
    public Download prepare(@Nullable ChosenEntries chosen) {
        List<GalleryEntry> entries = gallery.findAll(ChosenEntries.checked(chosen));
        if (entries.isEmpty()) {
            throw GalleryResource.notFound();
        }
        DownloadLinks.Link link =
                links.make(entries.stream().map(GalleryEntry::id).toList());
        return new Download(
                "/api/gallery/downloads/" + link.id(),
                link.expiresAt(),
                entries.size(),
                entries.stream().mapToLong(GalleryEntry::bytes).sum());
    }

    @GET
    @Path("{id}")
    @Produces(ArchiveAnswer.ZIP)
    @Operation(summary = "The ZIP of a link")
    @APIResponse(responseCode = "200", content = @Content(mediaType = ArchiveAnswer.ZIP))
    public Response fetch(@PathParam("id") String id, @Context Request request) {
        DownloadLinks.Link link = links.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.DOWNLOAD_NOT_FOUND));
        // Download managers ask for the name by HEAD before they fetch.
        return archives.of(link.entries(), !request.getMethod().equals(HttpMethod.HEAD));
    }
}
