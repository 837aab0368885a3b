package studio.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.ImageInfo;
import studio.imaging.ImageProbe;
import studio.imaging.NotAnImageException;

/**
 * One element of {@code gallery.json} as an entry. Understands the earlier Node server's fields and those that this
 * program's own mirror adds; what a file itself can tell (size, format) is asked of the file.
 */
final class EarlierEntry {
    private static final int LONGEST_ID = 200;

    private final GalleryFolder folder;

    EarlierEntry(GalleryFolder folder) {
        this.folder = folder;
    }

    /** Empty for what is no entry: no id, or no name of a file that could be ours. */
    Optional<GalleryEntry> read(JsonNode json) {
        String id = text(json, "id");
        String fileName = fileName(json);
        if (id == null || id.isBlank() || id.length() > LONGEST_ID || fileName == null) {
            return Optional.empty();
        }
        Path file = folder.picture(fileName);
        boolean there = GalleryFolder.isFile(file);
        ImageInfo info = there ? probe(file) : null;
        String preview = previewName(json);
        return Optional.of(new GalleryEntry(
                id,
                orEmpty(text(json, "prompt")),
                orEmpty(text(json, "responseText")),
                fileName,
                preview,
                GalleryFolder.isFile(folder.thumbnail(fileName)),
                orEmpty(text(json, "configId")),
                orEmpty(text(json, "configLabel")),
                orEmpty(text(json, "modelId")),
                blankToNull(text(json, "aspectRatio")),
                blankToNull(text(json, "imageSize")),
                createdAt(json, file, there),
                info == null ? json.path("width").asInt(0) : info.width(),
                info == null ? json.path("height").asInt(0) : info.height(),
                info == null ? json.path("bytes").asLong(0) : info.bytes(),
                info == null ? extension(fileName) : info.format().extension(),
                text(json, "placeholder"),
                json.path("favorite").asBoolean(false),
                text(json, "taskId"),
                json.path("durationMs").isIntegralNumber()
                        ? json.path("durationMs").asLong()
                        : null,
                object(json, "usage"),
                object(json, "parameters"),
                !there));
    }

    private static @Nullable String fileName(JsonNode json) {
        String name = text(json, "fileName");
        String path = text(json, "imagePath");
        if (name == null && path != null && path.startsWith("/gallery/")) {
            name = path.substring("/gallery/".length());
        }
        // The thumbnail's name is longer, and has to fit too.
        return name != null && GalleryFolder.safe(GalleryFolder.thumbnailName(name)) && GalleryFolder.safe(name)
                ? name
                : null;
    }

    private @Nullable String previewName(JsonNode json) {
        String path = text(json, "previewPath");
        String name = path == null ? null : path.substring(path.lastIndexOf('/') + 1);
        return name != null && folder.find(GalleryFolder.Kind.PREVIEW, name).isPresent() ? name : null;
    }

    private static @Nullable ImageInfo probe(Path file) {
        try {
            return ImageProbe.probe(file);
        } catch (NotAnImageException | IOException e) {
            return null;
        }
    }

    private static Instant createdAt(JsonNode json, Path file, boolean there) {
        JsonNode value = json.path("createdAt");
        try {
            if (value.isIntegralNumber()) {
                return Instant.ofEpochMilli(value.asLong());
            }
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeException e) {
            return modified(file, there);
        }
    }

    private static Instant modified(Path file, boolean there) {
        try {
            return there ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable JsonNode object(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isObject() ? value : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
