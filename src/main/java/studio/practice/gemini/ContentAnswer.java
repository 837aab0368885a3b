package studio.practice.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import studio.json.WholeText;
import studio.practice.AnswerOutput;
import studio.practice.Assignment;
import studio.practice.Behaviour.Trick;
import studio.practice.JsonMap;
import studio.practice.Refusal;
import studio.practice.Reply;

/** Generated content: one candidate, or none when the prompt was blocked. */
record ContentAnswer(ContentRequest request, Assignment assignment) {
    private static final int THOUGHT_TOKENS = 180;

    /** @throws Refusal where this form says so with an error */
    Reply reply(boolean streamed) {
        if (assignment.trick() == Trick.ERROR200) {
            throw Refusal.in200();
        }
        return streamed ? Reply.events(out -> out.event(null, json -> write(out, json))) : Reply.json(this::write);
    }

    private void write(AnswerOutput out, JsonGenerator json) throws IOException {
        Trick trick = assignment.trick();
        String reason = assignment.behaviour().reason();
        if (trick == Trick.REFUSE || (trick == Trick.BLOCK && reason != null)) {
            String blocked = Objects.requireNonNullElse(reason, "PROHIBITED_CONTENT");
            json.writeObjectField("promptFeedback", JsonMap.of("blockReason", blocked));
        } else {
            json.writeArrayFieldStart("candidates");
            json.writeStartObject();
            candidate(out, json);
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeObjectField("usageMetadata", usage());
        json.writeStringField("modelVersion", assignment.request().model().id());
        json.writeStringField("responseId", assignment.id());
    }

    private void candidate(AnswerOutput out, JsonGenerator json) throws IOException {
        Trick trick = assignment.trick();
        json.writeNumberField("index", 0);
        if (trick == Trick.BLOCK || trick == Trick.FINISH) {
            String reason = Objects.requireNonNullElse(assignment.behaviour().reason(), "IMAGE_SAFETY");
            json.writeObjectField("content", Map.of());
            json.writeStringField("finishReason", reason);
            json.writeStringField("finishMessage", "The practice upstream made no picture: " + reason);
            return;
        }
        json.writeObjectFieldStart("content");
        json.writeStringField("role", "model");
        if (trick != Trick.EMPTY) {
            json.writeArrayFieldStart("parts");
            new ContentParts(request, assignment, out, json).write();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeStringField("finishReason", "STOP");
        if (request.search()) {
            json.writeObjectField("groundingMetadata", grounding());
        }
    }

    private Map<String, Object> grounding() {
        String query = assignment.request().prompt().strip();
        String shown = WholeText.start(query, 80);
        return JsonMap.of(
                "webSearchQueries", List.of(shown),
                "searchEntryPoint", JsonMap.of("renderedContent", "<div class=\"search\">Practice search</div>"),
                "groundingChunks",
                        List.of(JsonMap.of(
                                "web", JsonMap.of("uri", "https://example.org/landscapes", "title", "example.org"))),
                "groundingSupports",
                        List.of(JsonMap.of(
                                "segment",
                                JsonMap.of("text", ContentParts.WORDS),
                                "groundingChunkIndices",
                                List.of(0))));
    }

    private Map<String, Object> usage() {
        int text = assignment.request().textTokens();
        int images = assignment.request().imageTokens();
        int drawn = assignment.drawnTokens();
        int thoughts = assignment.behaviour().thought() && drawn > 0 ? THOUGHT_TOKENS : 0;
        Map<String, Object> usage = JsonMap.of(
                "promptTokenCount", text + images,
                "totalTokenCount", text + images + drawn + thoughts,
                "promptTokensDetails", List.of(tokens("TEXT", text), tokens("IMAGE", images)));
        if (drawn > 0) {
            usage.put("candidatesTokenCount", drawn);
            usage.put("candidatesTokensDetails", List.of(tokens("IMAGE", drawn)));
        }
        if (thoughts > 0) {
            usage.put("thoughtsTokenCount", thoughts);
        }
        return usage;
    }

    private static Map<String, Object> tokens(String modality, int count) {
        return JsonMap.of("modality", modality, "tokenCount", count);
    }
}
