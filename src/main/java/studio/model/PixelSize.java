package studio.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Width and height in pixels, 1 to 99999 each; {@code 1536x1024} in JSON. */
@RegisterForReflection
@Schema(type = SchemaType.STRING, examples = "1536x1024")
public record PixelSize(int width, int height) {
    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    /** Empty for anything else. */
    public static Optional<PixelSize> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        return matcher.matches()
                ? Optional.of(new PixelSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PixelSize of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("must be WIDTHxHEIGHT, for example 1536x1024"));
    }

    public long pixels() {
        return (long) width * height;
    }

    public int longestSide() {
        return Math.max(width, height);
    }

    /** Long side by short side: 1 or more. */
    public double elongation() {
        return (double) longestSide() / Math.min(width, height);
    }

    /** 0 for the same size; another shape counts twice as much as another area. */
    double distance(PixelSize other) {
        double wider = Math.log((double) width / other.width);
        double higher = Math.log((double) height / other.height);
        return Math.abs(wider + higher) + 2 * Math.abs(wider - higher);
    }

    @Override
    @JsonValue
    public String toString() {
        return width + "x" + height;
    }
}
