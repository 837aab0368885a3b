package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import studio.json.WholeText;
import studio.practice.answer.Assignment;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.RequestJson;
import studio.practice.data.Vocabulary;

/** Generated content of Google's Gemini API: one candidate, or none when the prompt was blocked. */
public final class Gemini {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final int THOUGHT_TOKENS = 180;

    private Gemini() {}

    /** @param words whether text may stand beside the pictures */
    public record Request(PictureRequest picture, boolean words, boolean search) {

        public static Request read(PracticeModel model, InputStream body) throws IOException {
            RequestJson request = RequestJson.read(body, Gemini::snakeCase);
            JsonNode json = request.json();
            JsonNode config = json.path("generation_config");
            Set<String> modalities = new HashSet<>();
            config.path("response_modalities").forEach(modality -> modalities.add(modality.asText()));
            if (!Set.of("TEXT", "IMAGE").containsAll(modalities)) {
                throw Refusal.invalid(
                        "generation_config.response_modalities", "response_modalities allows TEXT and IMAGE only");
            }
            JsonNode image = config.path("image_config");
            image.fieldNames().forEachRemaining(name -> {
                if (!Set.of("aspect_ratio", "image_size").contains(name)) {
                    throw Refusal.invalid(
                            "generation_config.image_config", "Unknown name \"" + name + "\" at image_config");
                }
            });
            List<JsonNode> contents = json.path("contents").findValues("parts");
            Chat.Turns turns = Chat.Turns.read(contents, Set.of("inline_data", "file_data"), "contents");
            Options options = Options.of(config, image);
            String tier = options.choice("image_size", model.tier(), PictureSize.TIERS);
            PictureSize size = PictureSize.of(options.text("aspect_ratio"), tier);
            int count = modalities.isEmpty() || modalities.contains("IMAGE") ? 1 : 0;
            PictureRequest picture = new PictureRequest(
                    model, turns.prompt(), size, count, turns.references(), request.bytes(), options);
            boolean search = json.path("tools").findValue("google_search") != null;
            return new Request(picture, modalities.isEmpty() || modalities.contains("TEXT"), search);
        }
    }

    private static String snakeCase(String name) {
        return CAPITAL.matcher(name).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
    }

    /** @param streamed as the only event of a stream */
    public static List<String> answer(Request request, Assignment assignment, boolean streamed) {
        if (!assignment.shows("refuse")) {
            assignment.checkAccepted();
        }
        PictureRequest sent = assignment.request();
        String query = WholeText.start(sent.prompt().strip(), 80);
        Answer answer = new Answer("gemini", assignment, Map.of("query", Vocabulary.json(query), "signature", ""));
        answer = answer.with("grounding", request.search() ? answer.text("searched", 0) : "")
                .with("thinking", "")
                .with("thoughts", "");
        if (assignment.behaviour().has("thought") && !assignment.pictures().isEmpty()) {
            int tokens = sent.textTokens() + sent.imageTokens() + assignment.drawnTokens() + THOUGHT_TOKENS;
            // Opaque to the client; the same for the same answer.
            String opaque = Base64.getEncoder().encodeToString(assignment.id().getBytes(StandardCharsets.US_ASCII));
            answer = answer.with("draft", assignment.draft(0, 0.25))
                    .with("signature", ",\"thoughtSignature\":\"" + opaque + "\"")
                    .with("thinking", ",\"thoughtsTokenCount\":" + THOUGHT_TOKENS)
                    .with("total", Integer.toString(tokens));
            answer = answer.with("thoughts", answer.text("thought", 0));
        }
        answer = answer.with("words", request.words() ? answer.text("beside", 0) : "");
        if (assignment.shows("block") && assignment.behaviour().reason() != null) {
            answer = answer.with("content", answer.text("blocked", 0));
        }
        String content = answer.whole();
        return List.of(streamed ? "data: " + content + "\n\n" : content);
    }
}
