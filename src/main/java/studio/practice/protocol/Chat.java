package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import studio.practice.answer.Assignment;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.RequestJson;

/** Chat completions with pictures, as OpenRouter and many relays answer them. */
public final class Chat {
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
        List<JsonNode> contents = json.path("messages").findValues("content");
        Turns turns = Turns.read(contents, Set.of("image_url"), "messages");
        PracticeModel model = PracticeModel.of(name);
        JsonNode modalities = json.path("modalities");
        int count = !modalities.isArray() || modalities.toString().contains("\"image\"") ? 1 : 0;
        PictureSize size = size(options, model);
        return new PictureRequest(model, turns.prompt(), size, count, turns.references(), request.bytes(), options);
    }

    private static PictureSize size(Options options, PracticeModel model) {
        String exact = options.text("size");
        String tier = Objects.requireNonNullElse(options.text("image_size"), model.tier());
        return exact != null && !exact.equalsIgnoreCase("auto")
                ? PictureSize.exact(exact)
                : PictureSize.of(options.text("aspect_ratio"), tier);
    }

    /** @throws Refusal where this protocol answers with an error */
    public static List<String> answer(Assignment assignment) {
        assignment.checkAccepted();
        return List.of(new Answer("chat", assignment, Map.of()).whole());
    }
}
