package studio.practice;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import studio.practice.Behaviour.Trick;

/**
 * An answer that is being sent: one JSON object, or events that each hold one. Its pictures are drawn, packed and turned to
 * base64 while they are sent, and come out as broken as the prompt asked.
 */
public final class AnswerOutput {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NOT_BASE64 = "iVBORw0KGgo!!! this is not base64 @@@";
    private static final int LEAST_PART = 2000;
    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#f4735f"/>\
            <circle cx="320" cy="300" r="90" fill="#ffe9b0"/><rect y="320" width="640" height="160" fill="#2b2f66"/></svg>""";

    private final OutputStream out;
    private final Trick trick;
    private final Easels easels;
    private final Caller caller;

    AnswerOutput(OutputStream out, Trick trick, Easels easels, Caller caller) {
        this.out = out;
        this.trick = trick;
        this.easels = easels;
        this.caller = caller;
    }

    /** Fields of a JSON object that are being written. */
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes a whole JSON object. */
    public void object(Fields fields) throws IOException {
        JsonGenerator json = MAPPER.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.writeStartObject();
        fields.write(json);
        json.writeEndObject();
        json.flush();
    }

    /**
     * Writes an event and sends it off (WHATWG HTML, "Server-sent events").
     *
     * @param name null: the event has data only
     */
    public void event(@Nullable String name, Fields fields) throws IOException {
        line((name == null ? "" : "event: " + name + "\n") + "data: ");
        object(fields);
        line("\n\n");
        out.flush();
    }

    /** Writes text between events. */
    public void line(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The type to be declared for a picture. */
    public String mediaType(Commission picture) {
        return trick == Trick.SVG ? "image/svg+xml" : picture.mediaType();
    }

    /** Writes a picture as base64, as the value of the current field. */
    public void picture(JsonGenerator json, Commission picture) throws IOException {
        picture(json, "", picture, "");
    }

    /** Writes a picture as a data URL, as the value of the current field. */
    public void dataUrl(JsonGenerator json, String before, Commission picture, String after) throws IOException {
        picture(json, before + "data:" + mediaType(picture) + ";base64,", picture, after);
    }

    /** Writes a picture before the result; it is always whole. */
    public void draft(JsonGenerator json, Commission picture) throws IOException {
        text(json, "", target -> base64(picture, target, false), "");
    }

    private void picture(JsonGenerator json, String before, Commission picture, String after) throws IOException {
        switch (trick) {
            case BADBASE64 -> json.writeString(before + NOT_BASE64 + after);
            case SVG ->
                json.writeString(
                        before + Base64.getEncoder().encodeToString(SVG.getBytes(StandardCharsets.UTF_8)) + after);
            default -> text(json, before, target -> base64(picture, target, true), after);
        }
    }

    private void text(JsonGenerator json, String before, Easels.Drawing middle, String after) throws IOException {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        json.writeRawValue("\"" + new String(encoder.quoteAsString(before)));
        json.flush();
        easels.draw(out, caller, middle);
        json.writeRaw(new String(encoder.quoteAsString(after)) + "\"");
    }

    private void base64(Commission picture, OutputStream target, boolean breaking) throws IOException {
        OutputStream base64 = Base64.getEncoder().wrap(Commission.keptOpen(target));
        try {
            picture.draw(breaking ? limited(base64, picture) : base64);
        } catch (CutShort e) {
            if (trick != Trick.HALF) {
                target.flush();
                throw e;
            }
        }
        base64.close();
    }

    private OutputStream limited(OutputStream target, Commission picture) {
        return switch (trick) {
            case CUT, HALF, TRUNCATED -> {
                long pixels = (long) picture.order().width() * picture.order().height();
                yield new CutShort.Limited(target, Math.max(LEAST_PART, pixels / 8));
            }
            default -> target;
        };
    }
}
