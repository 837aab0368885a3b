package studio.gallery;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryFolder.Kind;
import studio.imaging.ImageFormat;
import studio.imaging.ImageProbe;
import studio.imaging.NotAnImageException;
import studio.settings.Settings;
import studio.web.ProblemException;

/**
 * Serves the picture files. A name never changes its content in a running installation, so browsers keep what they have
 * for a year. Sign-in is asked for by the HTTP policy on this path.
 */
@Path("/gallery")
@Tag(name = "Gallery files")
public class GalleryFiles {
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";
    private static final String HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    /** The headers of one request that matter for a file. */
    record Conditions(
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable
            String ifNoneMatch,

            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @Context UriInfo uri) {

        /** {@code ?download} has no value, so only its being there counts. */
        boolean download() {
            return uri.getQueryParameters().containsKey("download");
        }
    }

    private final GalleryFolder folder;
    private final SqlGallery gallery;

    @Inject
    GalleryFiles(Settings settings, SqlGallery gallery) {
        this.folder = new GalleryFolder(settings.folders());
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
    public Response picture(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.PICTURE, name, conditions, true);
    }

    @HEAD
    @Path("{name}")
    @Operation(hidden = true)
    public Response pictureHead(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.PICTURE, name, conditions, false);
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
    public Response thumbnail(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.THUMBNAIL, name, conditions, true);
    }

    @HEAD
    @Path("thumbnails/{name}")
    @Operation(hidden = true)
    public Response thumbnailHead(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.THUMBNAIL, name, conditions, false);
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
    public Response preview(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.PREVIEW, name, conditions, true);
    }

    @HEAD
    @Path("previews/{name}")
    @Operation(hidden = true)
    public Response previewHead(@PathParam("name") String name, @BeanParam Conditions conditions) {
        return answer(Kind.PREVIEW, name, conditions, false);
    }

    private Response answer(Kind kind, String name, Conditions conditions, boolean body) {
        java.nio.file.Path file = folder.find(kind, name).orElseThrow(GalleryFiles::notFound);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            FileAnswer answer = FileAnswer.to(
                    attributes.size(),
                    etag(attributes),
                    conditions.ifNoneMatch(),
                    conditions.range(),
                    conditions.ifRange());
            Response.ResponseBuilder response = Response.status(answer.status());
            answer.headers().forEach(response::header);
            response.header("X-Content-Type-Options", "nosniff");
            if (answer.status() == 416) {
                return response.build();
            }
            response.header(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
            if (answer.status() == 304) {
                return response.build();
            }
            describe(response, kind, name, file, conditions.download());
            if (body) {
                return response.entity(new PathPart(file, answer.offset(), answer.length()))
                        .build();
            }
            return response.header(HttpHeaders.CONTENT_LENGTH, answer.length()).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes decide what it is; what is no picture of pixels can do nothing in a browser. */
    private void describe(
            Response.ResponseBuilder response, Kind kind, String name, java.nio.file.Path file, boolean download)
            throws IOException {
        ImageFormat format = format(file);
        response.header(HttpHeaders.CONTENT_TYPE, format == null ? "application/octet-stream" : format.mediaType());
        if (format == null || !format.raster()) {
            response.header("Content-Security-Policy", HARMLESS);
        }
        if (download) {
            response.header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(downloadName(kind, name, format)));
        }
    }

    private String downloadName(Kind kind, String name, @Nullable ImageFormat format) {
        String fileName =
                kind == Kind.THUMBNAIL && name.startsWith("thumb-") ? name.substring("thumb-".length()) : name;
        String extension = format == null ? "bin" : format.extension();
        return gallery.findByFile(fileName)
                .map(entry -> DownloadName.of(entry, extension))
                .orElse(name);
    }

    private static @Nullable ImageFormat format(java.nio.file.Path file) throws IOException {
        try {
            return ImageProbe.probe(file).format();
        } catch (NotAnImageException e) {
            return null;
        }
    }

    private static String etag(BasicFileAttributes attributes) {
        long modified = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
        return '"' + Long.toHexString(modified) + '-' + Long.toHexString(attributes.size()) + '"';
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("file_not_found", "没有这个图片文件", "There is no such picture file");
    }
}
