package studio.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A shape that a model draws.
 *
 * @param ratio width to height: {@code 16:9}, {@code 2.35:1}
 * @param pixels the sizes to expect, by tier; models without tiers have theirs at {@code 1K}. Empty when unknown. The
 *     picture's own pixels are what counts
 */
@RegisterForReflection
public record AspectRatio(String ratio, Map<String, PixelSize> pixels) {
    private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?:[0-9]{1,3}(\\.[0-9]{1,3})?");

    public AspectRatio {
        if (!WRITTEN.matcher(ratio).matches()) {
            throw new IllegalArgumentException("must be a ratio, for example 16:9");
        }
        pixels = Given.map(pixels);
    }
}
