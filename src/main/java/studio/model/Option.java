package studio.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;

/** Something about a picture that can be asked for, where the model, the protocol and the upstream's dialect all support it. */
@RegisterForReflection
public enum Option {
    ASPECT_RATIO("aspectRatios"),
    IMAGE_SIZE("imageSizes"),
    /** Exact pixels. */
    SIZE("exactSizes"),
    QUALITY("qualities"),
    OUTPUT_FORMAT("outputFormats"),
    OUTPUT_COMPRESSION("outputCompression"),
    BACKGROUND("backgrounds"),
    MODERATION("moderations"),
    GOOGLE_SEARCH("googleSearch"),
    REFERENCES("references"),
    MASK("mask"),
    PARTIAL_IMAGES("maxPartialImages"),
    /** Several pictures of one call. */
    COUNT("pictures");

    private final String field;

    Option(String field) {
        this.field = field;
    }

    /** Its field in {@link ModelCapabilities}; also its name in {@code models.json}. */
    String field() {
        return field;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    @JsonCreator
    public static Option of(String field) {
        return Arrays.stream(values())
                .filter(option -> option.field.equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no option " + field));
    }
}
