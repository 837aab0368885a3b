package studio.upstream.dialect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.Option;
import studio.model.PictureOptions;
import studio.upstream.FailureCode;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Dialect.References;
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
    private final References style;
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

    private static References style(Dialect dialect, @Nullable Submission submission) {
        return Objects.requireNonNullElse(submission == null ? null : submission.references(), dialect.references());
    }

    /**
     * Refuses pictures that the dialect has no place for: left out, they would be paid for and not wanted.
     *
     * @param submission null: the dialect has none
     * @throws UpstreamException {@code bad_request}
     */
    public static void check(ImageRequest request, Dialect dialect, @Nullable Submission submission) {
        boolean masked = request.mask() != null && !dialect.fields().containsKey(Option.MASK);
        boolean placed = style(dialect, submission) != References.NONE;
        if (masked || !(placed || request.references().isEmpty())) {
            String what = masked ? "a mask" : "reference pictures";
            Told told = Told.of("Nothing was sent: " + dialect.label() + " has no place for " + what);
            throw new UpstreamException(FailureCode.BAD_REQUEST, Outcome.FINAL, told, null);
        }
    }

    /**
     * @param submission whose shape it has; null: the dialect has none
     * @return with a new owner-only file in {@code folder}
     */
    public static Body write(ImageRequest request, Dialect dialect, @Nullable Submission submission, Path folder)
            throws IOException {
        return new CallBody(request, dialect, submission).write(submission, folder);
    }

    private Body write(@Nullable Submission submission, Path folder) throws IOException {
        int count = Math.min(request.count(), dialect.maxPictures());
        if (shape != Submission.Shape.FLAT) {
            options(count);
            // Always sent where it may be: some models make four, and bill them, when it is absent.
            put(Option.COUNT, uncounted ? null : count);
            return Body.json(
                    folder,
                    new Fields()
                            .with("model", request.model())
                            .with("input", input())
                            .with("parameters", fields));
        }
        if (submission == null || !submission.path().contains("{model}")) {
            fields.with("model", request.model());
        }
        fields.with("prompt", request.prompt());
        options(count);
        if (pictures.isEmpty()) {
            return Body.json(folder, fields);
        }
        if (style.multipart()) {
            boolean single = pictures.size() == 1 && style == References.MULTIPART_SINGLE;
            return Body.form(folder, fields, single ? "image" : "image[]", pictures, request.mask());
        }
        references();
        return Body.json(folder, fields);
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
        if (pictures.isEmpty() || !style.multipart()) { // the multipart form of edits has no such field
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

    private void references() {
        boolean one = pictures.size() == 1;
        switch (style) {
            case IMAGE_URLS -> {
                fields.with("images", each(CallBody::imageUrl));
                fields.with("mask", request.mask() == null ? null : imageUrl(request.mask()));
            }
            case IMAGE_OBJECTS -> oneOrList(one ? "image" : "images", CallBody::typed);
            case IMAGE_LIST -> oneOrList("image", Body::dataUrl);
            case IMAGE_URL -> oneOrList(one ? "image_url" : "reference_images", Body::dataUrl);
            case URL_LIST -> fields.with("image_urls", each(Body::dataUrl));
            case BASE64_LIST -> fields.with("images", each(Body::base64));
            case NUMBERED -> numbered("image", "", each(Body::dataUrl));
            case NUMBERED_INPUT -> numbered("input_image", "_", each(Body::base64));
            case NONE, MULTIPART, MULTIPART_SINGLE ->
                throw new IllegalStateException(style + " is not a place in JSON");
        }
    }

    private void numbered(String name, String before, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            fields.with(i == 0 ? name : name + before + (i + 1), values.get(i));
        }
    }

    private void oneOrList(String name, Function<Reference, Object> form) {
        List<Object> values = each(form);
        fields.with(name, values.size() == 1 ? values.getFirst() : values);
    }

    private List<Object> each(Function<Reference, Object> form) {
        List<Object> values = new ArrayList<>();
        pictures.forEach(picture -> values.add(form.apply(picture)));
        return values;
    }

    private static Object imageUrl(Reference picture) {
        return new Fields().with("image_url", Body.dataUrl(picture));
    }

    private static Object typed(Reference picture) {
        return new Fields().with("type", "image_url").with("url", Body.dataUrl(picture));
    }
}
