package studio.practice.protocol;

import static studio.practice.answer.JsonText.of;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import studio.json.WholeText;
import studio.practice.answer.Assignment;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.Reply;
import studio.practice.answer.RequestJson;

/** Generated content of Google's Gemini API: one candidate, or none when the prompt was blocked. */
public final class Gemini {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final int THOUGHT_TOKENS = 180;

    private Gemini() {}

    /**
     * A request for content (Gemini API, "models.generateContent").
     *
     * @param words whether text may stand beside the pictures
     * @param search whether the model may search
     */
    public record Request(PictureRequest picture, boolean words, boolean search) {

        /** @throws Refusal when the body is not a request, or asks for what cannot be drawn */
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
            Turns turns = new Turns(Set.of("inline_data", "file_data"));
            JsonNode contents = json.path("contents");
            if (contents.isObject()) {
                turns.read(contents.path("parts"));
            } else {
                contents.forEach(turn -> turns.read(turn.path("parts")));
            }
            Options options = Options.of(config, image);
            String tier = options.choice("image_size", model.tier(), PictureSize.TIERS);
            PictureSize size = PictureSize.of(options.text("aspect_ratio"), tier);
            int count = modalities.isEmpty() || modalities.contains("IMAGE") ? 1 : 0;
            PictureRequest picture = new PictureRequest(
                    model, turns.prompt("contents"), size, count, turns.references(), request.bytes(), options);
            boolean search = json.path("tools").findValue("google_search") != null;
            return new Request(picture, modalities.isEmpty() || modalities.contains("TEXT"), search);
        }
    }

    private static String snakeCase(String name) {
        return CAPITAL.matcher(name).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
    }

    /**
     * @param streamed as the only event of a stream
     * @throws Refusal where this protocol answers with an error
     */
    public static Reply answer(Request request, Assignment assignment, boolean streamed) {
        String reason = assignment.behaviour().reason();
        boolean blocked = assignment.shows("refuse") || (assignment.shows("block") && reason != null);
        if (!blocked) {
            assignment.checkAccepted();
        }
        String content = "{%s,\"usageMetadata\":%s,\"modelVersion\":\"%s\",\"responseId\":\"%s\"}"
                .formatted(
                        blocked
                                ? "\"promptFeedback\":{\"blockReason\":\"%s\"}"
                                        .formatted(Objects.requireNonNullElse(reason, "PROHIBITED_CONTENT"))
                                : "\"candidates\":[{\"index\":0," + candidate(request, assignment) + "}]",
                        usage(assignment),
                        assignment.request().model().id(),
                        assignment.id());
        return streamed ? Reply.events(List.of(Reply.event(content))) : Reply.json(content);
    }

    private static String candidate(Request request, Assignment assignment) {
        if (assignment.shows("block") || assignment.shows("finish")) {
            String reason = Objects.requireNonNullElse(assignment.behaviour().reason(), "IMAGE_SAFETY");
            return "\"content\":{},\"finishReason\":\"%1$s\",\"finishMessage\":\"No picture was made: %1$s\""
                    .formatted(reason);
        }
        String parts = assignment.shows("empty") ? "" : ",\"parts\":[" + parts(request, assignment) + "]";
        String grounding = request.search() ? ",\"groundingMetadata\":" + grounding(assignment.request()) : "";
        return "\"content\":{\"role\":\"model\"" + parts + "},\"finishReason\":\"STOP\"" + grounding;
    }

    /** Thoughts with a draft where they are asked for, then words, then pictures. */
    private static String parts(Request request, Assignment assignment) {
        List<String> parts = new ArrayList<>();
        boolean pictures = !assignment.pictures().isEmpty();
        boolean thought = assignment.behaviour().thought() && pictures;
        String signature = "";
        if (thought) {
            parts.add("{\"text\":\"A wide view first, then the light.\",\"thought\":true}");
            String type = assignment.pictures().getFirst().mediaType();
            parts.add(inline(type, assignment.draft(0, 0.25), ",\"thought\":true"));
            // Opaque to the client; the same for the same answer.
            byte[] opaque = assignment.id().getBytes(StandardCharsets.US_ASCII);
            signature = ",\"thoughtSignature\":\"" + Base64.getEncoder().encodeToString(opaque) + "\"";
        }
        if (assignment.shows("markdown")) {
            parts.add("{\"text\":" + Chat.markdown(assignment) + "}");
            return String.join(",", parts);
        }
        if (!pictures) {
            parts.add("{\"text\":" + of(Chat.WITHOUT_PICTURE) + "}");
        } else if (request.words()) {
            parts.add("{\"text\":\"" + Chat.BESIDE_PICTURE + "\"" + signature + "}");
        }
        for (int i = 0; i < assignment.pictures().size(); i++) {
            String type = assignment.mediaType(i);
            parts.add(
                    assignment.shows("url")
                            ? "{\"fileData\":{\"mimeType\":\"%s\",\"fileUri\":\"%s\"}}"
                                    .formatted(type, assignment.link())
                            : inline(type, assignment.base64(i), signature));
        }
        return String.join(",", parts);
    }

    private static String inline(String type, String base64, String more) {
        return "{\"inlineData\":{\"mimeType\":\"%s\",\"data\":\"%s\"}%s}".formatted(type, base64, more);
    }

    private static String grounding(PictureRequest sent) {
        return """
                {"webSearchQueries":[%s],"searchEntryPoint":{"renderedContent":"<div>Practice search</div>"},\
                "groundingChunks":[{"web":{"uri":"https://example.org/landscapes","title":"example.org"}}],\
                "groundingSupports":[{"segment":{"text":"%s"},"groundingChunkIndices":[0]}]}""".formatted(of(WholeText.start(sent.prompt().strip(), 80)), Chat.BESIDE_PICTURE);
    }

    private static String usage(Assignment assignment) {
        PictureRequest sent = assignment.request();
        int drawn = assignment.drawnTokens();
        int thoughts = assignment.behaviour().thought() && drawn > 0 ? THOUGHT_TOKENS : 0;
        String of = "{\"modality\":\"%s\",\"tokenCount\":%d}";
        return "{\"promptTokenCount\":%d,\"totalTokenCount\":%d,\"promptTokensDetails\":[%s,%s]%s%s}"
                .formatted(
                        sent.textTokens() + sent.imageTokens(),
                        sent.textTokens() + sent.imageTokens() + drawn + thoughts,
                        of.formatted("TEXT", sent.textTokens()),
                        of.formatted("IMAGE", sent.imageTokens()),
                        drawn > 0
                                ? ",\"candidatesTokenCount\":%d,\"candidatesTokensDetails\":[%s]"
                                        .formatted(drawn, of.formatted("IMAGE", drawn))
                                : "",
                        thoughts > 0 ? ",\"thoughtsTokenCount\":" + thoughts : "");
    }
}
