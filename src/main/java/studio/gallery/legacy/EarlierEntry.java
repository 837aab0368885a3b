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
import studio.gallery.file.RecoveredEntry;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.json.JsonTimes;
import studio.json.WholeText;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.ImportTally.Reason;
import studio.storage.ImportTally.SkippedElementException;

/**
 * One element of {@code gallery.json} as an entry. Understands the earlier Node server's fields and those that this
 * program's own mirror adds; size and format are those of the file where there is one.
 */
public final class EarlierEntry {
    private static final int MAX_ID = 200;
    private static final int MAX_PLACEHOLDER = 16_000;
    private static final long MAX_SIDE = 1_000_000;
    private static final long MAX_FILE = 1L << 40;
    private static final long MAX_DURATION = Duration.ofDays(365).toMillis();

    private final PictureStore store;

    public EarlierEntry(PictureStore store) {
        this.store = store;
    }

    /** @throws SkippedElementException for what is no entry: no id, or no name of a file that could be ours */
    public GalleryEntry read(JsonNode json) throws SkippedElementException {
        String id = text(json, "id")
                .filter(text -> !text.isBlank() && text.length() <= MAX_ID)
                .orElseThrow(() -> new SkippedElementException(
                        Reason.NO_ID, "file " + text(json, "fileName").orElse(null)));
        String fileName =
                onDisk(fileName(json).orElseThrow(() -> new SkippedElementException(Reason.NO_FILE, "id " + id)));
        Optional<StoredPicture> file = store.find(PictureKey.original(fileName));
        ImageInfo info = file.map(EarlierEntry::probe).orElse(null);
        return new GalleryEntry(
                id,
                text(json, "prompt").orElse(""),
                text(json, "responseText").orElse(""),
                fileName,
                previewName(json, file.isPresent() ? fileName : null),
                store.find(PictureKey.thumbnail(fileName)).isPresent(),
                text(json, "configId").orElse(""),
                text(json, "configLabel").orElse(""),
                text(json, "modelId").orElse(""),
                given(json, "aspectRatio"),
                given(json, "imageSize"),
                JsonTimes.read(json.path("createdAt"))
                        .or(() -> RecoveredEntry.timeInName(fileName))
                        .or(() -> file.map(StoredPicture::modified))
                        .orElse(Instant.EPOCH),
                info == null ? (int) number(json, "width", MAX_SIDE) : info.width(),
                info == null ? (int) number(json, "height", MAX_SIDE) : info.height(),
                info == null ? number(json, "bytes", MAX_FILE) : info.bytes(),
                info == null ? extension(fileName) : info.format().extension(),
                // A page shows it as it is, so nothing but a small picture will do.
                text(json, "placeholder")
                        .filter(url -> url.startsWith("data:image/") && url.length() <= MAX_PLACEHOLDER)
                        .orElse(null),
                json.path("favorite").asBoolean(false),
                text(json, "taskId").orElse(null),
                json.path("durationMs").isIntegralNumber() ? (Long) number(json, "durationMs", MAX_DURATION) : null,
                object(json, "usage"),
                object(json, "parameters"),
                file.isEmpty());
    }

    /** The name as the disk has it: systems differ in which of the forms of an accented letter they write. */
    private String onDisk(String name) {
        return Stream.of(name, Normalizer.normalize(name, Form.NFC), Normalizer.normalize(name, Form.NFD))
                .filter(form -> exists(Kind.ORIGINAL, form))
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

    /** @param ours the name of a preview that is made when it is asked for; null: there is none */
    private @Nullable String previewName(JsonNode json, @Nullable String ours) {
        return text(json, "previewPath")
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(name -> name.equals(ours) || exists(Kind.PREVIEW, name))
                .orElse(null);
    }

    private static @Nullable ImageInfo probe(StoredPicture picture) {
        try (LocalPicture file = picture.local()) {
            return ImageProbe.probe(file.path());
        } catch (NotAnImageException | IOException e) {
            return null;
        }
    }

    private boolean exists(Kind kind, String name) {
        return PictureKey.of(kind, name).flatMap(store::find).isPresent();
    }

    private static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue()).map(WholeText::of);
    }

    private static @Nullable String given(JsonNode json, String field) {
        return text(json, field).filter(text -> !text.isBlank()).orElse(null);
    }

    /** Zero for what is not an integer from 0 to the max. */
    private static long number(JsonNode json, String field, long max) {
        JsonNode value = json.path(field);
        boolean usable = value.isIntegralNumber() && value.canConvertToLong();
        return usable && value.asLong() >= 0 && value.asLong() <= max ? value.asLong() : 0;
    }

    private static @Nullable JsonNode object(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isObject() ? value : null;
    }
}
