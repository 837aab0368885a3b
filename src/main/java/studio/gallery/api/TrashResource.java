package studio.gallery.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryTrash;
import studio.gallery.TrashPage;

/** The gallery's trash over HTTP; entries come back by {@code /api/gallery/restore}. */
@Path("/api/gallery/trash")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Gallery")
public class TrashResource {

    /**
     * What emptying the trash did.
     *
     * @param deleted how many entries are gone for good
     */
    @RegisterForReflection
    public record Emptied(int deleted) {}

    private final GalleryTrash trash;

    TrashResource(GalleryTrash trash) {
        this.trash = trash;
    }

    @GET
    @Operation(summary = "The pictures in the trash, the latest deletion first")
    public TrashPage list(
            @QueryParam("limit") @Parameter(description = "1 to 200, 50 when absent") @Nullable String limit,
            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable String cursor) {
        return trash.page(GalleryParameters.after(cursor), GalleryParameters.pageSize(limit));
    }

    @DELETE
    @Operation(summary = "Deletes everything in the trash for good")
    public Emptied empty() {
        return new Emptied(trash.empty());
    }
}
