package studio.practice.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import studio.practice.AnswerOutput;
import studio.practice.Assignment;
import studio.practice.Behaviour.Trick;
import studio.practice.Commission;
import studio.practice.JsonMap;
import studio.practice.Refusal;
import studio.practice.Reply;

/** Pictures as one JSON object, or as events with rough previews before each. */
record ImagesAnswer(ImagesRequest request, Assignment assignment) {
    /** @throws Refusal where this form says so with an error */
    Reply reply() {
        switch (assignment.trick()) {
            case REFUSE -> throw assignment.flagged();
            case BLOCK, FINISH -> throw Refusal.withheld();
            case ERROR200 -> {
                if (!request.stream()) {
                    throw Refusal.in200();
                }
                return Reply.events(this::failure);
            }
            default -> {
                return request.stream() ? Reply.events(this::events) : Reply.json(this::object);
            }
        }
    }

    private void object(AnswerOutput out, JsonGenerator json) throws IOException {
        json.writeNumberField("created", assignment.created());
        json.writeArrayFieldStart("data");
        for (Commission picture : assignment.pictures()) {
            json.writeStartObject();
            if (assignment.trick() == Trick.URL) {
                json.writeStringField("url", assignment.link());
            } else {
                json.writeFieldName("b64_json");
                out.picture(json, picture);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        described(json);
        json.writeObjectField("usage", usage(assignment.drawnTokens()));
    }

    private void events(AnswerOutput out) throws IOException {
        for (Commission picture : assignment.pictures()) {
            for (int i = 0; i < request.partials(); i++) {
                partial(out, picture, i);
            }
            event(out, "completed", json -> {
                json.writeFieldName("b64_json");
                out.picture(json, picture);
                json.writeObjectField(
                        "usage",
                        usage(assignment.drawnTokens() / assignment.pictures().size()));
            });
        }
    }

    private void partial(AnswerOutput out, Commission picture, int index) throws IOException {
        event(out, "partial_image", json -> {
            json.writeNumberField("partial_image_index", index);
            json.writeFieldName("b64_json");
            out.draft(json, picture.draft((index + 1f) / (request.partials() + 1)));
        });
    }

    private void event(AnswerOutput out, String step, AnswerOutput.Fields fields) throws IOException {
        String type = request.action() + "." + step;
        out.event(type, json -> {
            json.writeStringField("type", type);
            json.writeNumberField("created_at", assignment.created());
            described(json);
            fields.write(json);
        });
    }

    private void failure(AnswerOutput out) throws IOException {
        out.event("error", json -> {
            json.writeStringField("type", "error");
            json.writeObjectField("error", OpenAiErrors.error(Refusal.in200()));
        });
    }

    private void described(JsonGenerator json) throws IOException {
        json.writeStringField("size", request.picture().size().text());
        json.writeStringField("quality", request.quality());
        json.writeStringField("background", "opaque");
        json.writeStringField("output_format", request.format());
    }

    private Map<String, Object> usage(int drawn) {
        int text = request.picture().textTokens();
        int images = request.picture().imageTokens();
        return JsonMap.of(
                "input_tokens",
                text + images,
                "output_tokens",
                drawn,
                "total_tokens",
                text + images + drawn,
                "input_tokens_details",
                JsonMap.of("text_tokens", text, "image_tokens", images),
                "output_tokens_details",
                JsonMap.of("text_tokens", 0, "image_tokens", drawn));
    }
}
