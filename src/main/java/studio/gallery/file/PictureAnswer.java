package studio.gallery.file;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/**
 * The answer that is a picture file, for conditional and partial requests too. The file's bytes decide the content type.
 * Browsers cache it for a year, so the content of an address must never change.
 */
public final class PictureAnswer {
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";
    private static final String HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    private PictureAnswer() {}

    /** The headers of one request that matter for a file. */
    public record Conditions(
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable
            String ifNoneMatch,

            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @Context UriInfo uri,
            @Context Request request) {

        /** {@code ?download} has no value, so only its being there counts. */
        boolean download() {
            return uri.getQueryParameters().containsKey("download");
        }

        /** HEAD comes to the methods for GET. */
        boolean headOnly() {
            return request.getMethod().equals(HttpMethod.HEAD);
        }
    }

    /**
     * @param tag names this content and no other; without quotes
     * @param downloadName the name to save the file under, from its extension without a dot
     * @throws UncheckedIOException when the file cannot be read
     */
    public static Response of(Path file, String tag, Conditions conditions, UnaryOperator<String> downloadName) {
        try {
            FileAnswer answer = FileAnswer.to(
                    Files.size(file),
                    '"' + tag + '"',
                    conditions.ifNoneMatch(),
                    conditions.range(),
                    conditions.ifRange());
            Response.ResponseBuilder response = Response.status(answer.status());
            answer.headers().forEach(response::header);
            if (answer.status() != 416) {
                response.header(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
            }
            if (answer.status() >= 300) {
                return response.build();
            }
            describe(response, file, conditions.download() ? downloadName : null);
            return (conditions.headOnly()
                            ? response.header(HttpHeaders.CONTENT_LENGTH, answer.length())
                            : response.entity(new PathPart(file, answer.offset(), answer.length())))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes decide what it is; what is no picture of pixels can do nothing in a browser. */
    private static void describe(
            Response.ResponseBuilder response, Path file, @Nullable UnaryOperator<String> downloadName)
            throws IOException {
        ImageFormat format = format(file);
        response.header(HttpHeaders.CONTENT_TYPE, format == null ? "application/octet-stream" : format.mediaType());
        if (format == null || !format.raster()) {
            response.header("Content-Security-Policy", HARMLESS);
        }
        if (downloadName != null) {
            String name = downloadName.apply(format == null ? "bin" : format.extension());
            response.header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(name));
        }
    }

    private static @Nullable ImageFormat format(Path file) throws IOException {
        try {
            return ImageProbe.probe(file).format();
        } catch (NotAnImageException e) {
            return null;
        }
    }
}
