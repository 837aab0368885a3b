package studio.practice.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import studio.practice.AnswerOutput;
import studio.practice.Assignment;
import studio.practice.Behaviour.Trick;
import studio.practice.Commission;

/** The parts of a candidate: thoughts with a draft where they are asked for, then words, then pictures. */
record ContentParts(ContentRequest request, Assignment assignment, AnswerOutput out, JsonGenerator json) {
    static final String WORDS = "Here it is.";

    private static final float DRAFT = 0.25f;

    void write() throws IOException {
        boolean thought =
                assignment.behaviour().thought() && !assignment.pictures().isEmpty();
        if (thought) {
            text("A wide view first, then the light.", true, null);
            inline(assignment.pictures().getFirst().draft(DRAFT), true, null);
        }
        if (assignment.trick() == Trick.MARKDOWN) {
            markdown(assignment.pictures().getFirst());
            return;
        }
        if (assignment.pictures().isEmpty()) {
            text("I would rather tell you about it: a wide, quiet landscape under a changing sky.", false, null);
        } else if (request.words()) {
            text(WORDS, false, thought ? signature("words") : null);
        }
        for (Commission picture : assignment.pictures()) {
            if (assignment.trick() == Trick.URL) {
                link(picture);
            } else {
                inline(picture, false, thought ? signature("picture") : null);
            }
        }
    }

    private void text(String words, boolean thought, @Nullable String signature) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", words);
        end(thought, signature);
    }

    private void inline(Commission picture, boolean thought, @Nullable String signature) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("inlineData");
        json.writeStringField("mimeType", thought ? picture.mediaType() : out.mediaType(picture));
        json.writeFieldName("data");
        if (thought) {
            out.draft(json, picture);
        } else {
            out.picture(json, picture);
        }
        json.writeEndObject();
        end(thought, signature);
    }

    private void end(boolean thought, @Nullable String signature) throws IOException {
        if (thought) {
            json.writeBooleanField("thought", true);
        }
        if (signature != null) {
            json.writeStringField("thoughtSignature", signature);
        }
        json.writeEndObject();
    }

    private void markdown(Commission picture) throws IOException {
        json.writeStartObject();
        json.writeFieldName("text");
        out.dataUrl(json, WORDS + "\n\n![picture](", picture, ")");
        json.writeEndObject();
    }

    private void link(Commission picture) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("fileData");
        json.writeStringField("mimeType", picture.mediaType());
        json.writeStringField("fileUri", assignment.link());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Opaque to whoever gets it; the same for the same answer. */
    private String signature(String part) {
        return Base64.getEncoder().encodeToString((assignment.id() + "/" + part).getBytes(StandardCharsets.US_ASCII));
    }
}
