package studio.gallery.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.gallery.file.RecoveredEntry;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.json.JsonTimes;
import studio.json.WholeText;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.ImportTally.Reason;
import studio.storage.ImportTally.SkippedElementException;

/**
 * One element of {@code gallery.json} as an entry. Understands the earlier Node server's fields and those that this
 * program's own mirror adds; what a file itself can tell (size, format) is asked of the file.
 */
final class EarlierEntry {
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_PLACEHOLDER = 16_000;
    private static final long LARGEST_SIDE = 1_000_000;
    private static final long LARGEST_FILE = 1L << 40;
    private static final long LONGEST_DURATION = Duration.ofDays(365).toMillis();

    private final PictureStore store;

    EarlierEntry(PictureStore store) {
        this.store = store;
    }

    /** @throws SkippedElementException for what is no entry: no id, or no name of a file that could be ours */
    GalleryEntry read(JsonNode json) throws SkippedElementException {
        String id = text(json, "id");
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw new SkippedElementException(Reason.NO_ID, "file " + text(json, "fileName"));
        }
        String fileName =
                onDisk(fileName(json).orElseThrow(() -> new SkippedElementException(Reason.NO_FILE, "id " + id)));
        Optional<StoredPicture> file = store.find(PictureKey.original(fileName));
        ImageInfo info = file.map(EarlierEntry::probe).orElse(null);
        return new GalleryEntry(
                id,
                orEmpty(text(json, "prompt")),
                orEmpty(text(json, "responseText")),
                fileName,
                previewName(json),
                store.find(PictureKey.thumbnail(fileName)).isPresent(),
                orEmpty(text(json, "configId")),
                orEmpty(text(json, "configLabel")),
                orEmpty(text(json, "modelId")),
                blankToNull(text(json, "aspectRatio")),
                blankToNull(text(json, "imageSize")),
                JsonTimes.read(json.path("createdAt"))
                        .or(() -> RecoveredEntry.timeInName(fileName))
                        .or(() -> file.map(StoredPicture::modified))
                        .orElse(Instant.EPOCH),
                info == null ? (int) number(json, "width", LARGEST_SIDE) : info.width(),
                info == null ? (int) number(json, "height", LARGEST_SIDE) : info.height(),
                info == null ? number(json, "bytes", LARGEST_FILE) : info.bytes(),
                info == null ? extension(fileName) : info.format().extension(),
                placeholder(json),
                json.path("favorite").asBoolean(false),
                text(json, "taskId"),
                json.path("durationMs").isIntegralNumber() ? (Long) number(json, "durationMs", LONGEST_DURATION) : null,
                object(json, "usage"),
                object(json, "parameters"),
                file.isEmpty());
    }

    /** The name as the disk has it: systems differ in which of the forms of an accented letter they write. */
    private String onDisk(String name) {
        return Stream.of(name, Normalizer.normalize(name, Form.NFC), Normalizer.normalize(name, Form.NFD))
                .filter(form -> find(Kind.ORIGINAL, form).isPresent())
                .findFirst()
                .orElse(name);
    }

    private static Optional<String> fileName(JsonNode json) {
        // As written: one that no file can have is no name, whatever could be made of it.
        String name = json.path("fileName").textValue();
        String path = json.path("imagePath").textValue();
        if (name == null && path != null && path.startsWith("/gallery/")) {
            name = path.substring("/gallery/".length());
        }
        return Optional.ofNullable(name).filter(PictureKey::usable);
    }

    private @Nullable String previewName(JsonNode json) {
        String path = text(json, "previewPath");
        String name = path == null ? null : path.substring(path.lastIndexOf('/') + 1);
        return name != null && find(Kind.PREVIEW, name).isPresent() ? name : null;
    }

    private static @Nullable ImageInfo probe(StoredPicture picture) {
        try {
            return ImageProbe.probe(ImageFiles.local(picture));
        } catch (NotAnImageException | IOException e) {
            return null;
        }
    }

    private Optional<StoredPicture> find(Kind kind, String name) {
        return PictureKey.of(kind, name).flatMap(store::find);
    }

    private static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? WholeText.of(value.textValue()) : null;
    }

    /** Nought for what is no number from 0 to the largest. */
    private static long number(JsonNode json, String field, long largest) {
        JsonNode value = json.path(field);
        boolean usable = value.isIntegralNumber() && value.canConvertToLong();
        return usable && value.asLong() >= 0 && value.asLong() <= largest ? value.asLong() : 0;
    }

    /** A page shows it as it is, so nothing but a small picture will do. */
    private static @Nullable String placeholder(JsonNode json) {
        String url = text(json, "placeholder");
        return url != null && url.startsWith("data:image/") && url.length() <= LONGEST_PLACEHOLDER ? url : null;
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
