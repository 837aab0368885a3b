package studio.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a chat completion whose pictures are drawn, packed and turned to base64 while they are sent. */
final class ChatAnswer implements StreamingOutput {
    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#f4735f"/>\
            <circle cx="320" cy="300" r="90" fill="#ffe9b0"/><rect y="320" width="640" height="160" fill="#2b2f66"/></svg>""";

    /**
     * @param words the message's text; null for none
     * @param pictures in the order of the answer
     * @param link of the one picture, when it is not sent itself
     */
    record Content(
            String id,
            String model,
            long created,
            @Nullable String words,
            List<Commission> pictures,
            @Nullable String link,
            int promptTokens) {}

    private final Content content;
    private final Behaviour behaviour;
    private final Easels easels;
    private final Caller caller;

    ChatAnswer(Content content, Behaviour behaviour, Easels easels, Caller caller) {
        this.content = content;
        this.behaviour = behaviour;
        this.easels = easels;
        this.caller = caller;
    }

    @Override
    public void write(OutputStream target) throws IOException {
        OutputStream out = behaviour.drip().isZero()
                ? target
                : new DrippingOutput(target, behaviour.drip(), expectedBytes(), caller);
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        head(json);
        message(json, out);
        if (behaviour.trick() == Behaviour.Trick.TRUNCATED) {
            json.flush();
            return;
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        usage(json);
        json.writeEndObject();
        json.flush();
    }

    private long expectedBytes() {
        return content.pictures().stream()
                .mapToLong(p -> (long) p.order().width() * p.order().height() * (p.jpeg() ? 1 : 6) / 4)
                .sum();
    }

    private void head(JsonGenerator json) throws IOException {
        boolean blocked = behaviour.trick() == Behaviour.Trick.BLOCK;
        json.writeStartObject();
        json.writeStringField("id", content.id());
        json.writeStringField("object", "chat.completion");
        json.writeNumberField("created", content.created());
        json.writeStringField("model", content.model());
        json.writeStringField("provider", "Practice upstream");
        json.writeNullField("system_fingerprint");
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeStringField("finish_reason", blocked ? "content_filter" : "stop");
        json.writeStringField("native_finish_reason", blocked ? "IMAGE_SAFETY" : "STOP");
        json.writeNullField("logprobs");
    }

    private void message(JsonGenerator json, OutputStream out) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        if (behaviour.trick() == Behaviour.Trick.MARKDOWN) {
            json.writeFieldName("content");
            json.writeRawValue("\"Here it is.\\n\\n![picture](");
            dataUrl(content.pictures().getFirst(), json, out);
            json.writeRaw(")\"");
            json.writeNullField("refusal");
            return;
        }
        if (content.words() == null) {
            json.writeNullField("content");
        } else {
            json.writeStringField("content", content.words());
        }
        json.writeNullField("refusal");
        if (content.pictures().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("images");
        int index = 0;
        for (Commission picture : content.pictures()) {
            json.writeStartObject();
            json.writeStringField("type", "image_url");
            json.writeNumberField("index", index++);
            json.writeObjectFieldStart("image_url");
            json.writeFieldName("url");
            url(picture, json, out);
            if (behaviour.trick() == Behaviour.Trick.TRUNCATED) {
                return;
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void url(Commission picture, JsonGenerator json, OutputStream out) throws IOException {
        switch (behaviour.trick()) {
            case URL -> json.writeString(content.link());
            case BADBASE64 -> json.writeString("data:image/png;base64,iVBORw0KGgo!!! this is not base64 @@@");
            case SVG ->
                json.writeString("data:image/svg+xml;base64,"
                        + Base64.getEncoder().encodeToString(SVG.getBytes(StandardCharsets.UTF_8)));
            default -> {
                json.writeRawValue("\"");
                dataUrl(picture, json, out);
                if (behaviour.trick() != Behaviour.Trick.TRUNCATED) {
                    json.writeRaw("\"");
                }
            }
        }
    }

    private void dataUrl(Commission picture, JsonGenerator json, OutputStream out) throws IOException {
        json.writeRaw("data:" + picture.mediaType() + ";base64,");
        json.flush();
        easels.draw(out, caller, target -> {
            OutputStream base64 = Base64.getEncoder().wrap(Commission.keptOpen(target));
            try {
                picture.draw(limited(base64, picture));
            } catch (CutShort e) {
                if (behaviour.trick() == Behaviour.Trick.CUT) {
                    target.flush();
                    caller.hangUp();
                    throw e;
                }
            }
            base64.close();
        });
    }

    private OutputStream limited(OutputStream out, Commission picture) {
        return switch (behaviour.trick()) {
            case CUT, HALF, TRUNCATED ->
                new CutShort.Limited(
                        out,
                        Math.max(
                                2000,
                                (long) picture.order().width() * picture.order().height() / 8));
            default -> out;
        };
    }

    private void usage(JsonGenerator json) throws IOException {
        int drawn = content.pictures().size() * 1120;
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", content.promptTokens());
        json.writeNumberField("completion_tokens", drawn);
        json.writeNumberField("total_tokens", content.promptTokens() + drawn);
        json.writeNumberField("cost", 0);
        json.writeBooleanField("is_byok", false);
        json.writeObjectFieldStart("cost_details");
        json.writeNumberField("upstream_inference_cost", 0);
        json.writeEndObject();
        json.writeEndObject();
    }
}
