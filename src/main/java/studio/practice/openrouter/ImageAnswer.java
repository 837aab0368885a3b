package studio.practice.openrouter;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import studio.practice.AnswerOutput;
import studio.practice.Assignment;
import studio.practice.Behaviour.Trick;
import studio.practice.Commission;
import studio.practice.JsonMap;
import studio.practice.OpenRouterUsage;
import studio.practice.Refusal;
import studio.practice.Reply;

/** Pictures as one JSON object, or as events with two rough previews before each. */
record ImageAnswer(boolean stream, Assignment assignment) {
    private static final int PREVIEWS = 2;

    /** @throws Refusal where this form says so with an error */
    Reply reply() {
        return switch (assignment.trick()) {
            case REFUSE -> throw assignment.flagged();
            case BLOCK, FINISH -> throw Refusal.withheld();
            case ERROR200 -> {
                if (!stream) {
                    throw Refusal.in200();
                }
                yield named(Reply.events(this::failure));
            }
            default -> named(stream ? Reply.events(this::events) : Reply.json(this::object));
        };
    }

    private Reply named(Reply reply) {
        return reply.with("X-Generation-Id", assignment.id());
    }

    private void object(AnswerOutput out, JsonGenerator json) throws IOException {
        json.writeNumberField("created", assignment.created());
        json.writeArrayFieldStart("data");
        for (Commission picture : assignment.pictures()) {
            json.writeStartObject();
            json.writeStringField("media_type", out.mediaType(picture));
            if (assignment.trick() == Trick.URL) {
                json.writeStringField("url", assignment.link());
            } else {
                json.writeFieldName("b64_json");
                out.picture(json, picture);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectField("usage", usage(assignment.drawnTokens()));
    }

    private void events(AnswerOutput out) throws IOException {
        out.line(": OPENROUTER PROCESSING\n\n");
        for (Commission picture : assignment.pictures()) {
            for (int i = 0; i < PREVIEWS; i++) {
                preview(out, picture, i);
            }
            out.event(null, json -> {
                json.writeStringField("type", "image_generation.completed");
                json.writeStringField("media_type", out.mediaType(picture));
                json.writeNumberField("created", assignment.created());
                json.writeFieldName("b64_json");
                out.picture(json, picture);
                json.writeObjectField(
                        "usage",
                        usage(assignment.drawnTokens() / assignment.pictures().size()));
            });
        }
        out.line("data: [DONE]\n\n");
    }

    private void preview(AnswerOutput out, Commission picture, int index) throws IOException {
        out.event(null, json -> {
            json.writeStringField("type", "image_generation.partial_image");
            json.writeNumberField("partial_image_index", index);
            json.writeFieldName("b64_json");
            out.draft(json, picture.draft((index + 1f) / (PREVIEWS + 1)));
        });
    }

    private void failure(AnswerOutput out) throws IOException {
        Map<String, Object> error =
                JsonMap.of("message", Refusal.in200().message(), "code", "server_error", "type", null, "param", null);
        out.event(null, json -> {
            json.writeStringField("type", "error");
            json.writeObjectField("error", error);
        });
        out.line("data: [DONE]\n\n");
    }

    private Map<String, Object> usage(int drawn) {
        return OpenRouterUsage.of(assignment.request(), drawn);
    }
}
