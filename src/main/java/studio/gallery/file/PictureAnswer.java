package studio.gallery.file;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
    /** Bytes that go out with the head in one write, such as a thumbnail; the system sends what is larger from its cache. */
    private static final int SMALL = 32 * 1024;

    private static final String IMMUTABLE = "private, max-age=31536000, immutable";
    private static final String HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    private PictureAnswer() {}

    /** The headers of one request that matter for a file. */
    public record Conditions(
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable
            String ifNoneMatch,

            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,

            @Parameter(hidden = true) @HeaderParam("Sec-Fetch-Dest") @Nullable
            String destination,

            @Context UriInfo uri,
            @Context Request request) {

        /** {@code ?download} has no value, so only its being there counts. */
        boolean download() {
            return uri.getQueryParameters().containsKey("download");
        }

        /** The part of a file of this size that is to be sent. */
        Part part(long size, String tag) {
            return Part.to(size, '"' + tag + '"', ifNoneMatch, range, ifRange);
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
            Part part = conditions.part(Files.size(file), tag);
            Response.ResponseBuilder response = start(part);
            if (part.status() >= 300) {
                return response.build();
            }
            describe(response, format(file), conditions.download() ? downloadName : null);
            if (conditions.headOnly()) {
                return response.header(HttpHeaders.CONTENT_LENGTH, part.length())
                        .build();
            }
            return response.entity(
                            part.length() <= SMALL
                                    ? read(file, part)
                                    : new PathPart(file, part.offset(), part.length()))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status and headers of what is sent, for every kind of file. */
    static Response.ResponseBuilder start(Part part) {
        Response.ResponseBuilder response = Response.status(part.status());
        part.headers().forEach(response::header);
        if (part.status() != 416) {
            response.header(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
        }
        return response;
    }

    private static byte[] read(Path file, Part part) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) part.length());
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, part.offset() + bytes.position()) < 0) {
                    throw new EOFException("The file became shorter: " + file);
                }
            }
            return bytes.array();
        }
    }

    /** The bytes decide what it is; what is no picture of pixels can do nothing in a browser. */
    static void describe(
            Response.ResponseBuilder response,
            @Nullable ImageFormat format,
            @Nullable UnaryOperator<String> downloadName) {
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

    /**
     * What of a file a conditional or partial request gets (RFC 9110, sections 13 and 14).
     *
     * @param status 200, 206, 304 or 416
     * @param length of the part that is sent, bytes; 0 for 304 and 416
     */
    record Part(int status, long offset, long length, Map<String, String> headers) {
        private static final Pattern SINGLE_RANGE =
                Pattern.compile("bytes=\\s*(?:(?<first>\\d{1,18})-(?<last>\\d{0,18})|-(?<rest>\\d{1,18}))\\s*");

        /**
         * @param etag with its quotes
         * @param ifRange null or the tag of the version whose rest is wanted
         */
        static Part to(
                long size,
                String etag,
                @Nullable String ifNoneMatch,
                @Nullable String range,
                @Nullable String ifRange) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("ETag", etag);
            headers.put("Accept-Ranges", "bytes");
            if (ifNoneMatch != null && matches(ifNoneMatch, etag)) {
                return new Part(304, 0, 0, headers);
            }
            Part whole = new Part(200, 0, size, headers);
            if (range == null || (ifRange != null && !ifRange.strip().equals(etag))) {
                return whole;
            }
            Matcher wanted = SINGLE_RANGE.matcher(range);
            if (!wanted.matches()) {
                return whole; // Several ranges or another unit.
            }
            long from = wanted.group("rest") == null ? number(wanted, "first", 0) : size - number(wanted, "rest", 0);
            long last = number(wanted, "last", Long.MAX_VALUE);
            if (last < from) {
                return whole; // Not a range at all, so it is ignored.
            }
            return part(size, Math.max(0, from), Math.min(last, size - 1), headers);
        }

        private static Part part(long size, long from, long last, Map<String, String> headers) {
            if (from >= size) {
                headers.put("Content-Range", "bytes */" + size);
                return new Part(416, 0, 0, headers);
            }
            headers.put("Content-Range", "bytes " + from + "-" + last + "/" + size);
            return new Part(206, from, last - from + 1, headers);
        }

        private static long number(Matcher range, String group, long absent) {
            String digits = range.group(group);
            return digits == null || digits.isEmpty() ? absent : Long.parseLong(digits);
        }

        /** A proxy that compresses makes tags weak; for this header the comparison is a weak one. */
        private static boolean matches(String ifNoneMatch, String etag) {
            return Stream.of(ifNoneMatch.split(",", -1))
                    .map(String::strip)
                    .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
        }
    }
}
