package studio.gallery;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import studio.gallery.GalleryFolder.Kind;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/**
 * Serves the picture files. A name never changes its content in a running installation, so browsers keep what they have
 * for a year. Sign-in is asked for by the HTTP policy on this path.
 */
@Path("/gallery")
@Tag(name = "Gallery files")
public class GalleryFiles {
    private final GalleryFolder folder;
    private final SqlGallery gallery;

    @Inject
    GalleryFiles(FolderSettings folders, SqlGallery gallery) {
        this.folder = new GalleryFolder(folders);
        this.gallery = gallery;
    }

    @GET
    @Path("{name}")
    @Operation(summary = "A picture as it was made; with ?download under a readable name")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    @APIResponse(
            responseCode = "206",
            description = "The range that was asked for",
            content = @Content(mediaType = "image/*"))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "416", description = "No such range")
    public Response picture(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.PICTURE, name, conditions);
    }

    @GET
    @Path("thumbnails/{name}")
    @Operation(summary = "The square thumbnail of a picture; its format is told by the content type, not by the name")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    @APIResponse(
            responseCode = "206",
            description = "The range that was asked for",
            content = @Content(mediaType = "image/*"))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "416", description = "No such range")
    public Response thumbnail(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.THUMBNAIL, name, conditions);
    }

    @GET
    @Path("previews/{name}")
    @Operation(summary = "A smaller copy of a large picture")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    @APIResponse(
            responseCode = "206",
            description = "The range that was asked for",
            content = @Content(mediaType = "image/*"))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(responseCode = "416", description = "No such range")
    public Response preview(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        return answer(Kind.PREVIEW, name, conditions);
    }

    private Response answer(Kind kind, String name, PictureAnswer.Conditions conditions) {
        java.nio.file.Path file = folder.find(kind, name).orElseThrow(GalleryFiles::notFound);
        return PictureAnswer.of(file, tag(file), conditions, extension -> downloadName(kind, name, extension));
    }

    private String downloadName(Kind kind, String name, String extension) {
        String fileName =
                kind == Kind.THUMBNAIL && name.startsWith("thumb-") ? name.substring("thumb-".length()) : name;
        return gallery.findByFile(fileName)
                .map(entry -> DownloadName.of(entry, extension))
                .orElse(name);
    }

    private static String tag(java.nio.file.Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
            return Long.toHexString(modified) + '-' + Long.toHexString(attributes.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(ProblemCode.FILE_NOT_FOUND);
    }
}
