package studio.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a model over a connection: what the model takes, as far as the protocol and the upstream's dialect
 * carry it. It drives the form and the check of requests. An option that does not exist is an empty list, false, 0 or null.
 *
 * @param source the most specific source that describes the model
 * @param known false without any description: everything is offered, and the upstream decides
 * @param name for people; null when unknown
 * @param note what else is worth knowing before paying
 * @param shutdown the day from which its provider does not serve it any more, {@code 2026-12-01}; null when none is known
 * @param modes {@code text-to-image}, {@code image-to-image}
 * @param promptMax characters (code points) of a prompt; 0: no limit is known
 * @param imageSizes tiers: {@code 512}, {@code 1K}, {@code 1.5K}, {@code 2K}, {@code 3K}, {@code 4K}
 * @param exactSizes which {@code size}s are understood; null: none
 * @param qualities for example {@code low}, {@code high}
 * @param outputFormats {@code png}, {@code jpeg}, {@code webp}, {@code svg}; empty: the model chooses
 * @param outputCompression whether {@code outputCompression} (0 to 100) is understood
 * @param backgrounds {@code auto}, {@code transparent}, {@code opaque}
 * @param moderations how strict the provider's check may be
 * @param googleSearch whether the model can search the web first
 * @param mask whether a mask can select the part of the first reference to change
 * @param maxPartialImages unfinished pictures that can be shown on the way
 * @param seconds how long a picture takes, roughly, by tier or quality; {@code any} where that makes no difference
 * @param price null when unknown
 */
@RegisterForReflection
public record ModelCapabilities(
        Source source,
        boolean known,
        @Nullable String name,
        @Nullable Note note,
        @Nullable String shutdown,
        List<String> modes,
        int promptMax,
        List<AspectRatio> aspectRatios,
        List<String> imageSizes,
        @Nullable ExactSizes exactSizes,
        List<String> qualities,
        List<String> outputFormats,
        boolean outputCompression,
        List<String> backgrounds,
        List<String> moderations,
        boolean googleSearch,
        References references,
        boolean mask,
        int maxPartialImages,
        Pictures pictures,
        Map<String, Integer> seconds,
        @Nullable Price price) {

    /** The sources of a description, each overriding those before. */
    @Schema(name = "CapabilitySource")
    public enum Source {
        /** No source: everything is offered. */
        GUESS,
        /** The registry that comes with the studio. */
        REGISTRY,
        /** The upstream itself. */
        DISCOVERY,
        /** {@code config/models.json}. */
        CONFIG;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Source of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A shape that a model draws.
     *
     * @param ratio width to height: {@code 16:9}, {@code 2.35:1}
     * @param pixels the sizes to expect, by tier; models without tiers have theirs at {@code 1K}. Empty when unknown. The
     *     picture's own pixels are what counts
     */
    public record AspectRatio(String ratio, Map<String, PixelSize> pixels) {
        private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?:[0-9]{1,3}(\\.[0-9]{1,3})?");

        public AspectRatio {
            if (!WRITTEN.matcher(ratio).matches()) {
                throw new IllegalArgumentException("must be a ratio, for example 16:9");
            }
            pixels = Given.map(pixels);
        }
    }

    /**
     * Reference pictures.
     *
     * @param min how many a call needs; 0: a prompt alone is enough
     * @param max 0: references are not accepted
     * @param types media types; PNG, JPEG and WebP by default
     * @param maxBytes of one picture; 0: no limit is known
     * @param maxSide of its longer side, in pixels; 0: no limit is known
     */
    @Schema(name = "ReferenceLimits")
    public record References(int min, int max, List<String> types, long maxBytes, int maxSide) {
        private static final List<String> TAKEN_BY_ALL = List.of("image/png", "image/jpeg", "image/webp");

        static final References NONE = new References(0, 0, List.of(), 0, 0);

        public References {
            Given.between("max", max, 0, 64);
            Given.between("min", min, 0, 64);
            min = Math.min(min, max);
            types = max > 0 && Given.list(types).isEmpty() ? TAKEN_BY_ALL : Given.list(types);
        }
    }

    /**
     * How many pictures can be had.
     *
     * @param max in one task; 0 in a description: unspecified
     * @param perCall of one call; 1: the studio makes a call for each picture
     */
    @Schema(name = "PictureLimits")
    public record Pictures(int max, int perCall) {
        private static final int USUAL_MAX = 10;

        public Pictures {
            Given.between("max", max, 0, 100);
            Given.between("perCall", perCall, 0, 100);
        }

        Pictures complete() {
            return new Pictures(max == 0 ? USUAL_MAX : max, Math.max(1, perCall));
        }
    }

    public ModelCapabilities {
        source = Given.or(source, Source.GUESS);
        references = Given.or(references, References.NONE);
        shutdown = Given.day("shutdown", shutdown);
        Given.between("promptMax", promptMax, 0, 1_000_000);
        modes = Given.list(Given.or(
                modes,
                references.max() == 0
                        ? List.of("text-to-image")
                        : references.min() > 0
                                ? List.of("image-to-image")
                                : List.of("text-to-image", "image-to-image")));
        aspectRatios = Given.list(aspectRatios);
        imageSizes = Given.list(imageSizes);
        qualities = Given.list(qualities);
        outputFormats = Given.list(outputFormats);
        backgrounds = Given.list(backgrounds);
        moderations = Given.list(moderations);
        Given.between("maxPartialImages", maxPartialImages, 0, 10);
        pictures = Given.or(pictures, new Pictures(0, 0)).complete();
        seconds = Given.map(seconds);
    }
}
