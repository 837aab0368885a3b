package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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

    /** What a conversation asks for: the text of the last turn that has any, and the number of pictures of all turns. */
    record Turns(String prompt, int references) {
        /**
         * @param turns the contents of each: a text, or a list of parts of which thoughts are left out
         * @param pictures fields of a part, any of which makes it a picture
         * @param field of the request that has the turns
         * @throws Refusal when there is neither text nor a picture
         */
        static Turns read(List<JsonNode> turns, Set<String> pictures, String field) {
            @Nullable String prompt = null;
            int references = 0;
            for (JsonNode turn : turns) {
                List<String> texts = new ArrayList<>();
                if (turn.isTextual()) {
                    texts.add(turn.asText());
                }
                for (JsonNode part : turn) {
                    if (!part.path("thought").asBoolean()) {
                        references += pictures.stream().anyMatch(part::has) ? 1 : 0;
                        if (part.path("text").isTextual()) {
                            texts.add(part.path("text").asText());
                        }
                    }
                }
                prompt = texts.isEmpty() ? prompt : String.join("\n", texts);
            }
            if (prompt == null && references == 0) {
                throw Refusal.invalid(field, field + " has neither text nor a picture");
            }
            return new Turns(prompt == null ? "" : prompt, references);
        }
    }

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
