package studio.gallery.file;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import studio.gallery.file.PictureAnswer.Conditions;
import studio.gallery.file.PictureAnswer.Part;
import studio.imaging.probe.ImageFormat;
import studio.picture.PictureKey.Kind;
import studio.picture.RemoteContent;
import studio.picture.StoredPicture;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * The answer that is a picture of another machine: its bytes are passed on as they come, or the browser is sent there. The format is
 * the one noted when it was stored, else that of its name; a browser takes it for nothing else.
 */
record RemoteAnswer(StoredPicture picture, RemoteContent content) {
    private static final String FOR_NOW = "private, no-store";

    /** @param downloadName see {@link PictureAnswer#of} */
    Response to(Conditions conditions, UnaryOperator<String> downloadName) {
        Part part = conditions.part(picture.size(), picture.tag());
        Response.ResponseBuilder response = PictureAnswer.start(part);
        if (part.status() >= 300) {
            return response.build();
        }
        ImageFormat format = format();
        Optional<URI> elsewhere = format == null ? Optional.empty() : address(conditions, format, downloadName);
        if (elsewhere.isPresent()) {
            return Response.temporaryRedirect(elsewhere.get())
                    .header(HttpHeaders.CACHE_CONTROL, FOR_NOW)
                    .build();
        }
        PictureAnswer.describe(response, format, conditions.download() ? downloadName : null);
        response.header(HttpHeaders.CONTENT_LENGTH, part.length());
        if (conditions.headOnly()) {
            return response.build();
        }
        try {
            return response.entity(content.open(part.offset(), part.length())).build();
        } catch (NoSuchFileException e) {
            throw ProblemException.of(ProblemCode.FILE_NOT_FOUND).causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only what a browser shows or saves: a script of the page could not read what comes from another origin. */
    private Optional<URI> address(Conditions conditions, ImageFormat format, UnaryOperator<String> downloadName) {
        boolean script = "empty".equals(conditions.destination());
        if (script || conditions.headOnly() || picture.key().kind() != Kind.ORIGINAL || !format.raster()) {
            return Optional.empty();
        }
        return content.address(
                format.mediaType(),
                conditions.download()
                        ? Optional.of(DownloadName.attachment(downloadName.apply(format.extension())))
                        : Optional.empty());
    }

    private @Nullable ImageFormat format() {
        String noted = content.mediaType().orElse("");
        String name = picture.key().name();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(ImageFormat.values())
                .filter(format -> format.mediaType().equals(noted))
                .findFirst()
                .or(() -> Arrays.stream(ImageFormat.values())
                        .filter(format -> format.extension().equalsIgnoreCase(extension))
                        .findFirst())
                .orElse(null);
    }
}
