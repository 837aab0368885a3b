package studio.upstream.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.Option;
import studio.model.PictureOptions;
import studio.upstream.FailureCode;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Dialect.References;
import studio.upstream.dialect.Dialect.References.Form;
import studio.upstream.dialect.Dialect.Submission;
import studio.upstream.transport.Body;
import studio.upstream.transport.Body.Fields;

/**
 * A call in a dialect's words. What was not asked for is not sent, and neither is a field that the dialect does not have: requests
 * for those are refused before it comes to a call.
 */
public final class CallBody {
    /** They answer base64 always and refuse to be asked for it (OpenAI API reference, "Create image"). */
    private static final Pattern ALWAYS_BASE64 = Pattern.compile("(?:.*/)?(?:chat)?gpt-image.*");

    private final ImageRequest request;
    private final List<Reference> pictures;
    private final Dialect dialect;
    private final @Nullable References style;
    private final Submission.Shape shape;
    private final boolean uncounted;
    private final Fields fields = new Fields();

    private CallBody(ImageRequest request, Dialect dialect, @Nullable Submission submission) {
        this.request = request;
        this.pictures = request.references();
        this.dialect = dialect;
        this.style = style(dialect, submission);
        this.shape = submission == null ? Submission.Shape.FLAT : submission.body();
        this.uncounted = submission != null && submission.uncounted();
    }

    private static @Nullable References style(Dialect dialect, @Nullable Submission submission) {
        References own = submission == null ? null : submission.references();
        return own != null ? own : dialect.references();
    }

    /**
     * Refuses pictures that the dialect has no place for: left out, they would be paid for and not wanted.
     *
     * @param submission null: the dialect has none
     * @throws UpstreamException {@code bad_request}
     */
    public static void check(ImageRequest request, Dialect dialect, @Nullable Submission submission) {
        boolean masked = request.mask() != null && !dialect.fields().containsKey(Option.MASK);
        boolean placed = style(dialect, submission) != null;
        if (masked || !(placed || request.references().isEmpty())) {
            String what = masked ? "a mask" : "reference pictures";
            throw FailureCode.BAD_REQUEST.because("Nothing was sent: " + dialect.label() + " has no place for " + what);
        }
    }

    /** @param submission whose shape it has; null: the dialect has none */
    public static Body write(ImageRequest request, Dialect dialect, @Nullable Submission submission) {
        return new CallBody(request, dialect, submission).write(submission);
    }

    private Body write(@Nullable Submission submission) {
        int count = Math.min(request.count(), dialect.maxPictures());
        if (shape != Submission.Shape.FLAT) {
            options(count);
            // Always sent where it may be: some models make four, and bill them, when it is absent.
            put(Option.COUNT, uncounted ? null : count);
            return Body.json(new Fields()
                    .with("model", request.model())
                    .with("input", input())
                    .with("parameters", fields));
        }
        if (submission == null || !submission.path().contains("{model}")) {
            fields.with("model", request.model());
        }
        fields.with("prompt", request.prompt());
        options(count);
        if (pictures.isEmpty() || style == null) {
            return Body.json(fields);
        }
        if (style.form() == Form.MULTIPART) {
            String name = pictures.size() == 1 ? style.one() : style.many();
            return Body.form(fields, name, pictures, request.mask());
        }
        references(style);
        return Body.json(fields);
    }

    private void options(int count) {
        PictureOptions options = request.options();
        String tier = options.imageSize();
        put(Option.COUNT, request.count() > 1 && !uncounted ? count : null);
        put(Option.ASPECT_RATIO, options.aspectRatio());
        put(Option.IMAGE_SIZE, tier != null && dialect.lowerCaseTiers() ? tier.toLowerCase(Locale.ROOT) : tier);
        size(options.size());
        put(Option.QUALITY, options.quality());
        put(Option.BACKGROUND, options.background());
        put(Option.OUTPUT_FORMAT, options.outputFormat());
        put(Option.OUTPUT_COMPRESSION, options.outputCompression());
        if (pictures.isEmpty()
                || style == null
                || style.form() != Form.MULTIPART) { // the multipart form of edits has no such field
            put(Option.MODERATION, options.moderation());
        }
        String model = request.model().toLowerCase(Locale.ROOT);
        fields.with("response_format", ALWAYS_BASE64.matcher(model).matches() ? null : dialect.responseFormat());
        fields.putAll(dialect.extra());
        if (options.partialImages() > 0 && dialect.fields().containsKey(Option.PARTIAL_IMAGES)) {
            fields.with("stream", true);
            put(Option.PARTIAL_IMAGES, options.partialImages());
        }
    }

    private void put(Option option, @Nullable Object value) {
        String name = dialect.fields().get(option);
        if (name != null) {
            fields.with(name, value);
        }
    }

    /** An exact size wins over a tier where both have the same name. */
    private void size(@Nullable String size) {
        String name = dialect.fields().get(Option.SIZE);
        if (name == null || size == null || size.equals("auto")) {
            return;
        }
        String[] sides = size.split("x", 2);
        String[] apart = name.split(",", 2);
        if (apart.length == 2 && sides.length == 2) {
            fields.with(apart[0], Integer.parseInt(sides[0])).with(apart[1], Integer.parseInt(sides[1]));
        } else {
            fields.with(name, String.join(dialect.sizeSeparator(), sides));
        }
    }

    /** DashScope's: what is asked in {@code input}, how it shall be in {@code parameters}. */
    private Fields input() {
        if (shape == Submission.Shape.PROMPT) {
            List<Object> images = each(Body::dataUrl);
            return new Fields().with("prompt", request.prompt()).with("images", images.isEmpty() ? null : images);
        }
        List<Object> content = each(picture -> new Fields().with("image", Body.dataUrl(picture)));
        content.add(new Fields().with("text", request.prompt()));
        return new Fields()
                .with("messages", List.of(new Fields().with("role", "user").with("content", content)));
    }

    private void references(References place) {
        List<Object> values = each(picture -> written(picture, place.form()));
        if (place.many().contains("{n}")) {
            for (int i = 0; i < values.size(); i++) {
                String name = i == 0 ? place.one() : place.many().replace("{n}", Integer.toString(i + 1));
                fields.with(name, values.get(i));
            }
        } else if (values.size() == 1) {
            fields.with(place.one(), place.list() ? values : values.getFirst());
        } else {
            fields.with(place.many(), values);
        }
        put(Option.MASK, request.mask() == null ? null : written(request.mask(), place.form()));
    }

    private List<Object> each(Function<Reference, Object> form) {
        List<Object> values = new ArrayList<>();
        pictures.forEach(picture -> values.add(form.apply(picture)));
        return values;
    }

    private static Object written(Reference picture, Form form) {
        return switch (form) {
            case DATA_URL -> Body.dataUrl(picture);
            case BASE64 -> Body.base64(picture);
            case OBJECT -> new Fields().with("image_url", Body.dataUrl(picture));
            case TYPED -> new Fields().with("type", "image_url").with("url", Body.dataUrl(picture));
            case MULTIPART -> throw new IllegalStateException("not in JSON");
        };
    }
}
