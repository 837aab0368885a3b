package studio.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.model.Option;
import studio.upstream.FailureCode;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.transport.Body;
import studio.upstream.transport.RequestFile;

/** A call in a dialect's words: its fields, and its reference pictures at the dialect's place. */
public final class CallBody {
    private final ImageRequest request;
    private final Dialect dialect;
    private final Dialect.References style;

    private CallBody(ImageRequest request, Dialect dialect, Dialect.@Nullable References style) {
        this.request = request;
        this.dialect = dialect;
        this.style = Objects.requireNonNullElse(style, dialect.references());
    }

    /**
     * Refuses pictures that the dialect has no place for: left out, they would be paid for and not wanted.
     *
     * @param style of the call; null: the dialect's
     * @throws UpstreamException {@code bad_request}
     */
    public static void check(ImageRequest request, Dialect dialect, Dialect.@Nullable References style) {
        boolean masked = request.mask() != null && !dialect.fields().containsKey(Option.MASK);
        boolean placed = Objects.requireNonNullElse(style, dialect.references()) != Dialect.References.NONE;
        if (masked || !(placed || request.references().isEmpty())) {
            String what = masked ? "a mask" : "reference pictures";
            Told told = Told.of("Nothing was sent: " + dialect.label() + " has no place for " + what);
            throw new UpstreamException(FailureCode.BAD_REQUEST, Outcome.FINAL, told, null);
        }
    }

    /** @return with a new owner-only file in {@code folder} */
    public static Body write(ImageRequest request, Dialect dialect, Path folder) throws IOException {
        return new CallBody(request, dialect, null).flat(folder);
    }

    /** @return with a new owner-only file in {@code folder}, in the shape that the submission has */
    public static Body write(ImageRequest request, Dialect dialect, Submission submission, Path folder)
            throws IOException {
        CallBody body = new CallBody(request, dialect, submission.references());
        return submission.body() == Submission.Body.FLAT && !submission.path().contains("{model}")
                ? body.flat(folder)
                : body.shaped(submission, folder);
    }

    private Body flat(Path folder) throws IOException {
        ObjectNode fields = CallFields.of(request, dialect);
        if (!request.references().isEmpty() && style.multipart()) {
            return MultipartFile.write(request, fields, style, folder);
        }
        return RequestFile.write(folder, withReferences(fields));
    }

    private Body shaped(Submission submission, Path folder) throws IOException {
        ObjectNode fields = CallFields.of(request, dialect);
        fields.remove("model");
        if (submission.body() == Submission.Body.FLAT) {
            return RequestFile.write(folder, withReferences(fields));
        }
        fields.remove("prompt");
        String count = dialect.fields().get(Option.COUNT);
        if (count != null && submission.count()) {
            // Always sent: some models make four, and bill them, when it is absent.
            fields.put(count, Math.min(request.count(), dialect.maxPictures()));
        } else if (count != null) {
            fields.remove(count);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("model", request.model());
        input(json.putObject("input"), submission.body());
        json.set("parameters", fields);
        return RequestFile.write(folder, json);
    }

    /** DashScope's: what is asked in {@code input}, how it shall be in {@code parameters}. */
    private void input(ObjectNode input, Submission.Body body) {
        if (body == Submission.Body.MESSAGES) {
            ObjectNode message = input.putArray("messages").addObject().put("role", "user");
            ArrayNode content = message.putArray("content");
            request.references().forEach(picture -> content.addObject().set("image", RequestFile.dataUrl(picture)));
            content.addObject().put("text", request.prompt());
            return;
        }
        input.put("prompt", request.prompt());
        if (!request.references().isEmpty()) {
            list(input, "images", RequestFile::dataUrl);
        }
    }

    private ObjectNode withReferences(ObjectNode json) {
        if (request.references().isEmpty()) {
            return json;
        }
        boolean one = request.references().size() == 1;
        switch (style) {
            case IMAGE_URLS -> {
                list(json, "images", CallBody::imageUrl);
                if (request.mask() != null) {
                    json.set("mask", imageUrl(request.mask()));
                }
            }
            case IMAGE_OBJECTS -> oneOrList(json, one ? "image" : "images", CallBody::typed);
            case IMAGE_LIST -> oneOrList(json, "image", RequestFile::dataUrl);
            case IMAGE_URL -> oneOrList(json, one ? "image_url" : "reference_images", RequestFile::dataUrl);
            case URL_LIST -> list(json, "image_urls", RequestFile::dataUrl);
            case BASE64_LIST -> list(json, "images", RequestFile::base64);
            case NUMBERED -> numbered(json, "image", "", RequestFile::dataUrl);
            case NUMBERED_INPUT -> numbered(json, "input_image", "_", RequestFile::base64);
            case NONE, MULTIPART, MULTIPART_SINGLE ->
                throw new IllegalStateException(style + " is not a place in JSON");
        }
        return json;
    }

    private void numbered(ObjectNode json, String name, String before, Function<Reference, JsonNode> form) {
        List<Reference> pictures = request.references();
        for (int i = 0; i < pictures.size(); i++) {
            json.set(i == 0 ? name : name + before + (i + 1), form.apply(pictures.get(i)));
        }
    }

    private void oneOrList(ObjectNode json, String name, Function<Reference, JsonNode> form) {
        if (request.references().size() == 1) {
            json.set(name, form.apply(request.references().getFirst()));
        } else {
            list(json, name, form);
        }
    }

    private void list(ObjectNode json, String name, Function<Reference, JsonNode> form) {
        ArrayNode list = json.putArray(name);
        request.references().forEach(picture -> list.add(form.apply(picture)));
    }

    private static JsonNode imageUrl(Reference picture) {
        return JsonNodeFactory.instance.objectNode().set("image_url", RequestFile.dataUrl(picture));
    }

    private static JsonNode typed(Reference picture) {
        return JsonNodeFactory.instance.objectNode().put("type", "image_url").set("url", RequestFile.dataUrl(picture));
    }
}
