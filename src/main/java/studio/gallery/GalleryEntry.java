package studio.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import studio.web.BasePath.ServerPath;

/**
 * One picture of the gallery. The JSON form is that of the earlier Node server, with more fields.
 *
 * @param fileName in the gallery folder
 * @param previewName in the folder of previews, null when the picture is small enough itself
 * @param hasThumbnail false: the original is served in its place
 * @param placeholder a tiny picture as a data URL, shown while the thumbnail loads
 * @param usage tokens and cost as the upstream reported them
 * @param parameters requested and effective parameters, small JSON
 * @param missing the file was gone at the last check
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GalleryEntry(
        String id,
        String prompt,
        String responseText,
        String fileName,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
        String previewName,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        boolean hasThumbnail,

        String configId,
        String configLabel,
        String modelId,
        @Nullable String aspectRatio,
        @Nullable String imageSize,
        Instant createdAt,
        int width,
        int height,
        long bytes,
        String format,
        @Nullable String placeholder,
        boolean favorite,
        @Nullable String taskId,
        @Nullable Long durationMs,
        @Nullable JsonNode usage,
        @Nullable JsonNode parameters,
        boolean missing) {

    /** Times are kept to the millisecond, so that an entry equals what is read back. */
    public GalleryEntry {
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    }

    @JsonProperty
    @JsonSerialize(using = ServerPath.class)
    public String imagePath() {
        return "/gallery/" + fileName;
    }

    @JsonProperty
    @JsonSerialize(using = ServerPath.class)
    public String thumbnailPath() {
        return hasThumbnail ? "/gallery/thumbnails/thumb-" + fileName : imagePath();
    }

    @JsonProperty
    @JsonSerialize(using = ServerPath.class)
    public @Nullable String previewPath() {
        return previewName == null ? null : "/gallery/previews/" + previewName;
    }
}
