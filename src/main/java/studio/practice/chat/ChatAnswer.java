package studio.practice.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.practice.AnswerOutput;
import studio.practice.Assignment;
import studio.practice.Behaviour.Trick;
import studio.practice.Commission;
import studio.practice.OpenRouterUsage;
import studio.practice.Refusal;
import studio.practice.Reply;

/** A chat completion whose message has pictures beside its words. */
final class ChatAnswer {
    private final Assignment assignment;

    private ChatAnswer(Assignment assignment) {
        this.assignment = assignment;
    }

    /** @throws Refusal where this form says so with an error */
    static Reply of(Assignment assignment) {
        switch (assignment.trick()) {
            case REFUSE -> throw assignment.flagged();
            case ERROR200 -> throw Refusal.in200();
            default -> {
                ChatAnswer answer = new ChatAnswer(assignment);
                return Reply.json(answer::write).with("X-Generation-Id", assignment.id());
            }
        }
    }

    private void write(AnswerOutput out, JsonGenerator json) throws IOException {
        json.writeStringField("id", assignment.id());
        json.writeStringField("object", "chat.completion");
        json.writeNumberField("created", assignment.created());
        json.writeStringField("model", assignment.request().model().id());
        json.writeStringField("provider", "Practice upstream");
        json.writeNullField("system_fingerprint");
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        boolean withheld = withheld();
        json.writeStringField("finish_reason", withheld ? "content_filter" : "stop");
        json.writeStringField("native_finish_reason", withheld ? reason() : "STOP");
        json.writeNullField("logprobs");
        json.writeObjectFieldStart("message");
        message(out, json);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectField("usage", OpenRouterUsage.of(assignment.request(), assignment.drawnTokens()));
    }

    private void message(AnswerOutput out, JsonGenerator json) throws IOException {
        json.writeStringField("role", "assistant");
        json.writeNullField("refusal");
        json.writeFieldName("content");
        if (assignment.trick() == Trick.MARKDOWN) {
            out.dataUrl(
                    json, "Here it is.\n\n![picture](", assignment.pictures().getFirst(), ")");
            return;
        }
        String words = words();
        if (words == null) {
            json.writeNull();
        } else {
            json.writeString(words);
        }
        if (!assignment.pictures().isEmpty()) {
            json.writeArrayFieldStart("images");
            for (int i = 0; i < assignment.pictures().size(); i++) {
                picture(out, json, i, assignment.pictures().get(i));
            }
            json.writeEndArray();
        }
    }

    private void picture(AnswerOutput out, JsonGenerator json, int index, Commission picture) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeNumberField("index", index);
        json.writeObjectFieldStart("image_url");
        json.writeFieldName("url");
        if (assignment.trick() == Trick.URL) {
            json.writeString(assignment.link());
        } else {
            out.dataUrl(json, "", picture, "");
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private boolean withheld() {
        return assignment.trick() == Trick.BLOCK || assignment.trick() == Trick.FINISH;
    }

    private String reason() {
        return Objects.requireNonNullElse(assignment.behaviour().reason(), "IMAGE_SAFETY");
    }

    private @Nullable String words() {
        if (withheld() || assignment.trick() == Trick.EMPTY) {
            return null;
        }
        return assignment.pictures().isEmpty()
                ? "I would rather tell you about it: a wide, quiet landscape under a changing sky."
                : "Here it is.";
    }
}
