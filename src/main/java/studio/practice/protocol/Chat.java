package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import studio.practice.answer.Assignment;
import studio.practice.answer.JsonText;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.Reply;
import studio.practice.answer.RequestJson;

/** Chat completions with pictures, as OpenRouter and many relays answer them. */
public final class Chat {
    static final String BESIDE_PICTURE = "Here it is.";
    static final String WITHOUT_PICTURE =
            "I would rather tell you about it: a wide, quiet landscape under a changing sky.";

    private Chat() {}

    /** @throws Refusal when the body is not a request, or asks for what cannot be drawn */
    public static PictureRequest read(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        JsonNode json = request.json();
        Options options = Options.of(json, json.path("image_config"));
        String name = options.text("model");
        if (name == null) {
            throw Refusal.invalid("model", "model is missing");
        }
        if (options.flag("stream")) {
            throw Refusal.invalid("stream", "stream is not supported by the practice upstream");
        }
        Turns turns = new Turns(Set.of("image_url"));
        json.path("messages").forEach(message -> turns.read(message.path("content")));
        String prompt = turns.prompt("messages");
        PracticeModel model = PracticeModel.of(name);
        JsonNode modalities = json.path("modalities");
        int count = !modalities.isArray() || modalities.toString().contains("\"image\"") ? 1 : 0;
        PictureSize size = size(options, model);
        return new PictureRequest(model, prompt, size, count, turns.references(), request.bytes(), options);
    }

    private static PictureSize size(Options options, PracticeModel model) {
        String exact = options.text("size");
        String tier = Objects.requireNonNullElse(options.text("image_size"), model.tier());
        return exact != null && !exact.equalsIgnoreCase("auto")
                ? PictureSize.exact(exact)
                : PictureSize.of(options.text("aspect_ratio"), tier);
    }

    /** @throws Refusal where this protocol answers with an error */
    public static Reply answer(Assignment assignment) {
        assignment.checkAccepted();
        boolean withheld = assignment.shows("block") || assignment.shows("finish");
        String reason = Objects.requireNonNullElse(assignment.behaviour().reason(), "IMAGE_SAFETY");
        return Reply.json("""
                        {"id":"%s","object":"chat.completion","created":%d,"model":"%s","provider":"Practice upstream",\
                        "system_fingerprint":null,"choices":[{"index":0,"finish_reason":"%s","native_finish_reason":"%s",\
                        "logprobs":null,"message":{"role":"assistant","refusal":null,%s}}],"usage":%s}""".formatted(
                                assignment.id(),
                                assignment.created(),
                                assignment.request().model().id(),
                                withheld ? "content_filter" : "stop",
                                withheld ? reason : "STOP",
                                withheld || assignment.shows("empty") ? "\"content\":null" : message(assignment),
                                ImagesAnswer.openRouterUsage(assignment.request(), assignment.drawnTokens())))
                .with("X-Generation-Id", assignment.id());
    }

    private static String message(Assignment assignment) {
        if (assignment.pictures().isEmpty()) {
            return "\"content\":" + JsonText.of(WITHOUT_PICTURE);
        }
        return assignment.shows("markdown")
                ? "\"content\":" + markdown(assignment)
                : "\"content\":\"%s\",\"images\":[%s]"
                        .formatted(
                                BESIDE_PICTURE,
                                assignment.each(
                                        i -> "{\"type\":\"image_url\",\"index\":%d,\"image_url\":{\"url\":\"%s\"}}"
                                                .formatted(
                                                        i,
                                                        assignment.shows("url")
                                                                ? assignment.link()
                                                                : assignment.dataUrl(i))));
    }

    /** The picture inside of a text, as JSON. */
    static String markdown(Assignment assignment) {
        return "\"" + BESIDE_PICTURE + "\\n\\n![picture](" + assignment.dataUrl(0) + ")\"";
    }
}
