package studio.gallery.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.json.JsonTimes;
import studio.storage.Ids;

/** Makes the entry of a picture file without a row, from its metadata, else its name and time. */
public final class RecoveredEntry {
    private static final Pattern UUID_IN_NAME =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern MILLIS = Pattern.compile("[0-9]{13}(?![0-9])");

    private final ObjectMapper mapper;
    private final Ids ids;

    public RecoveredEntry(ObjectMapper mapper, Ids ids) {
        this.mapper = mapper;
        this.ids = ids;
    }

    public GalleryEntry of(String fileName, ImageInfo info, PictureMetadata metadata, Instant modified) {
        Map<String, String> fields = metadata.fields();
        return new GalleryEntry(
                id(fields.get("entryId"), fileName),
                fields.getOrDefault("prompt", ""),
                fields.getOrDefault("responseText", ""),
                fileName,
                null,
                false,
                fields.getOrDefault("configId", ""),
                fields.getOrDefault("configLabel", ""),
                fields.getOrDefault("model", ""),
                fields.get("aspectRatio"),
                fields.get("imageSize"),
                JsonTimes.parse(fields.get("createdAt"))
                        .or(() -> timeInName(fileName))
                        .orElse(modified),
                info.width(),
                info.height(),
                info.bytes(),
                info.format().extension(),
                null,
                false,
                fields.get("taskId"),
                number(fields.get("durationMs")),
                json(fields.get("usage")),
                json(fields.get("parameters")),
                false);
    }

    /** The time that a name starts with: 13 digits, which are milliseconds since 1970. */
    public static Optional<Instant> timeInName(String fileName) {
        Matcher millis = MILLIS.matcher(fileName);
        return millis.lookingAt() ? JsonTimes.parse(millis.group()) : Optional.empty();
    }

    private String id(@Nullable String embedded, String fileName) {
        if (embedded != null && !embedded.isBlank() && embedded.length() <= 100) {
            return embedded;
        }
        Matcher named = UUID_IN_NAME.matcher(fileName);
        return named.find() ? named.group() : ids.next();
    }

    private @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private @Nullable Long number(@Nullable String text) {
        JsonNode number = json(text);
        return number != null && number.canConvertToLong() ? (Long) number.longValue() : null;
    }
}
