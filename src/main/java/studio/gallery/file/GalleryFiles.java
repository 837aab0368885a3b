package studio.gallery.file;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import studio.gallery.Gallery;
import studio.picture.DiskContent;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.RemoteContent;
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
    private final GalleryPreviews previews;
    private final Gallery gallery;

    @Inject
    GalleryFiles(PictureStore store, GalleryPreviews previews, Gallery gallery) {
        this.store = store;
        this.previews = previews;
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
    @Operation(
            summary =
                    "The thumbnail of a picture, square for older ones; its format is told by the content type, not by the name")
    public Response thumbnail(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.THUMBNAIL, name, conditions);
    }

    @GET
    @Path("trash/{name}")
    @Operation(summary = "The thumbnail of a picture in the trash")
    public Response trashed(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(
                PictureKey.of(Kind.THUMBNAIL, name).map(PictureKey::inTrash).flatMap(store::find), conditions);
    }

    @GET
    @Path("previews/{name}")
    @Operation(summary = "A smaller copy of a large picture")
    @Blocking
    public CompletionStage<Response> preview(
            @PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return PictureKey.of(Kind.PREVIEW, name)
                .map(previews::find)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenApply(found -> forNow(found, answer(found, conditions)));
    }

    /** An original in place of a preview is not kept by browsers, for the preview may be there the next time. */
    private static Response forNow(Optional<StoredPicture> found, Response response) {
        if (found.filter(picture -> picture.key().kind() == Kind.ORIGINAL).isPresent()) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        }
        return response;
    }

    private Response answer(Kind kind, String name, PictureAnswer.Conditions conditions) {
        return answer(PictureKey.of(kind, name).flatMap(store::find), conditions);
    }

    private Response answer(Optional<StoredPicture> found, PictureAnswer.Conditions conditions) {
        StoredPicture picture = found.orElseThrow(() -> ProblemException.of(ProblemCode.FILE_NOT_FOUND));
        UnaryOperator<String> name = extension -> downloadName(picture.key(), extension);
        return switch (picture.content()) {
            case DiskContent(java.nio.file.Path file) -> PictureAnswer.of(file, picture.tag(), conditions, name);
            case RemoteContent remote -> new RemoteAnswer(picture, remote).to(conditions, name);
        };
    }

    private String downloadName(PictureKey key, String extension) {
        return gallery.findByFile(key.fileName())
                .map(entry -> DownloadName.of(entry, extension))
                .orElse(key.name());
    }
}
