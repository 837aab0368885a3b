package studio.upstream.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.Option;
import studio.model.PictureOptions;
import studio.upstream.ImageRequest;

/**
 * The fields of a call that are not pictures, in a dialect's words. What was not asked for is not sent, and neither is a field
 * that the dialect does not have: requests for those are refused before it comes to a call.
 */
final class CallFields {
    /** They answer base64 always and refuse to be asked for it (OpenAI API reference, "Create image"). */
    private static final Pattern ALWAYS_BASE64 = Pattern.compile("(?:.*/)?(?:chat)?gpt-image.*");

    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private final Map<Option, String> names;

    private CallFields(Dialect dialect) {
        this.names = dialect.fields();
    }

    static ObjectNode of(ImageRequest request, Dialect dialect) {
        return new CallFields(dialect).write(request, dialect);
    }

    private ObjectNode write(ImageRequest request, Dialect dialect) {
        fields.put("model", request.model());
        fields.put("prompt", request.prompt());
        if (request.count() > 1) {
            put(Option.COUNT, Math.min(request.count(), dialect.maxPictures()));
        }
        PictureOptions options = request.options();
        String tier = options.imageSize();
        put(Option.ASPECT_RATIO, options.aspectRatio());
        put(Option.IMAGE_SIZE, tier != null && dialect.lowerCaseTiers() ? tier.toLowerCase(Locale.ROOT) : tier);
        size(options.size(), dialect.sizeSeparator());
        put(Option.QUALITY, options.quality());
        put(Option.BACKGROUND, options.background());
        put(Option.OUTPUT_FORMAT, options.outputFormat());
        put(Option.OUTPUT_COMPRESSION, options.outputCompression());
        boolean form = !request.references().isEmpty() && dialect.references().multipart();
        if (!form) { // the multipart form of edits has no such field
            put(Option.MODERATION, options.moderation());
        }
        if (dialect.responseFormat() != null
                && !ALWAYS_BASE64
                        .matcher(request.model().toLowerCase(Locale.ROOT))
                        .matches()) {
            fields.put("response_format", dialect.responseFormat());
        }
        fields.setAll(dialect.extra());
        if (options.partialImages() > 0 && names.containsKey(Option.PARTIAL_IMAGES)) {
            fields.put("stream", true);
            put(Option.PARTIAL_IMAGES, options.partialImages());
        }
        return fields;
    }

    /** An exact size wins over a tier where both have the same name. */
    private void size(@Nullable String size, String separator) {
        String name = names.get(Option.SIZE);
        if (name == null || size == null || size.equals("auto")) {
            return;
        }
        String[] sides = size.split("x", 2);
        String[] apart = name.split(",", 2);
        if (apart.length == 2 && sides.length == 2) {
            fields.put(apart[0], Integer.parseInt(sides[0]));
            fields.put(apart[1], Integer.parseInt(sides[1]));
        } else {
            fields.put(name, String.join(separator, sides));
        }
    }

    private void put(Option option, @Nullable String value) {
        String name = names.get(option);
        if (name != null && value != null) {
            fields.put(name, value);
        }
    }

    private void put(Option option, @Nullable Integer value) {
        String name = names.get(option);
        if (name != null && value != null) {
            fields.put(name, value);
        }
    }
}
