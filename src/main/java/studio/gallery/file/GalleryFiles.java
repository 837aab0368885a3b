package studio.gallery.file;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import studio.gallery.Gallery;
import studio.picture.DiskContent;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * Serves the picture files. A name never changes its content in a running installation, so browsers keep what they have
 * for a year. The HTTP policy of this path requires a sign-in.
 */
@Path("/gallery")
@Tag(name = "Gallery files")
@APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
public class GalleryFiles {
    private final PictureStore store;
    private final Gallery gallery;

    @Inject
    GalleryFiles(PictureStore store, Gallery gallery) {
        this.store = store;
        this.gallery = gallery;
    }

    @GET
    @Path("{name}")
    @Operation(summary = "A picture as it was made; with ?download under a readable name")
    public Response picture(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.ORIGINAL, name, conditions);
    }

    @GET
    @Path("thumbnails/{name}")
    @Operation(summary = "The square thumbnail of a picture; its format is told by the content type, not by the name")
    public Response thumbnail(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.THUMBNAIL, name, conditions);
    }

    @GET
    @Path("previews/{name}")
    @Operation(summary = "A smaller copy of a large picture")
    public Response preview(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.PREVIEW, name, conditions);
    }

    private Response answer(Kind kind, String name, PictureAnswer.Conditions conditions) {
        StoredPicture picture = PictureKey.of(kind, name)
                .flatMap(store::find)
                .orElseThrow(() -> ProblemException.of(ProblemCode.FILE_NOT_FOUND));
        return switch (picture.content()) {
            case DiskContent(java.nio.file.Path file) ->
                PictureAnswer.of(file, picture.tag(), conditions, extension -> downloadName(picture.key(), extension));
        };
    }

    private String downloadName(PictureKey key, String extension) {
        return gallery.findByFile(key.fileName())
                .map(entry -> DownloadName.of(entry, extension))
                .orElse(key.name());
    }
}
