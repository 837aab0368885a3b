package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;
import studio.json.DataUrls;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.Previews;

/**
 * A Gemini model's own turn, to be sent back when the conversation goes on: {@code {"role":"model","parts":[…]}}, its parts
 * in their order and word for word, thought signatures included. In place of a picture's data stands the SHA-256 of its
 * bytes: {@code "inlineData":{"mimeType":"image/png","sha256":"…"}}. (Gemini API guide, thought signatures.)
 */
final class ModelTurn {
    /** A picture's thought signature has about 1 MB, and an answer may have several pictures. */
    private static final int MAX_BYTES = 8 << 20;

    private static final List<String> SIGNATURES = List.of("thoughtSignature", "thought_signature");

    /** A turn that is too large, or not whole, is not kept: the API takes a turn verbatim or not at all. */
    private static final class NotKept extends Exception {}

    private final SpooledJson document;
    private final Path folder;
    private int left = MAX_BYTES;
    private boolean signed;

    private ModelTurn(SpooledJson document, Path folder) {
        this.document = document;
        this.folder = folder;
    }

    /**
     * The turn of the first candidate, collected from all events of a stream. Of the pictures nothing may have been removed yet.
     *
     * @return null when nothing in it is signed, or it is larger than 8 MB without its pictures
     */
    static @Nullable JsonNode of(SpooledJson document, Path folder) throws IOException {
        if (SIGNATURES.stream().allMatch(name -> document.tree().findValue(name) == null)) {
            // Nothing is hashed in vain.
            return null;
        }
        ModelTurn reading = new ModelTurn(document, folder);
        ObjectNode turn = JsonNodeFactory.instance.objectNode().put("role", "model");
        ArrayNode parts = turn.putArray("parts");
        JsonNode tree = document.tree();
        try {
            for (JsonNode answer : tree.isArray() ? tree : List.of(tree)) {
                for (JsonNode part : answer.at("/candidates/0/content/parts")) {
                    parts.add(reading.verbatim("", part.deepCopy()));
                }
            }
        } catch (NotKept incomplete) {
            return null;
        }
        return reading.signed ? turn : null;
    }

    private JsonNode verbatim(String name, JsonNode node) throws IOException, NotKept {
        signed |= SIGNATURES.contains(name);
        if (node instanceof ObjectNode object) {
            if (name.equals("inlineData") || name.equals("inline_data")) {
                return hashed(object);
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(verbatim(field.getKey(), field.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, verbatim("", array.get(i)));
            }
        }
        return node.isTextual() ? TextNode.valueOf(text(node)) : node;
    }

    private JsonNode hashed(JsonNode inlineData) throws IOException, NotKept {
        JsonNode type = AnswerDetails.either(inlineData, "mimeType", "mime_type");
        return JsonNodeFactory.instance
                .objectNode()
                .put("mimeType", type.asText(""))
                .put("sha256", sha256(inlineData.path("data")));
    }

    private String sha256(JsonNode data) throws IOException, NotKept {
        Spooled spooled = document.spooled(data).orElse(null);
        if (spooled != null || !data.isTextual()) {
            return sha256(spooled);
        }
        // Small data stays in the document; it is decoded as the extractor does, only for its hash.
        Path file = folder.resolve(Previews.PREFIX + "hashed.bin");
        try {
            return sha256(DataUrls.decode(data.textValue(), file, true).orElse(null));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String sha256(@Nullable Spooled picture) throws IOException, NotKept {
        if (picture instanceof Spooled.Binary binary) {
            return Sha256.hex(binary.file());
        }
        throw new NotKept();
    }

    private String text(JsonNode node) throws IOException, NotKept {
        String text =
                switch (document.spooled(node).orElse(null)) {
                    case null -> node.textValue();
                    case Spooled.Text file -> {
                        allow(file.bytes());
                        yield file.read();
                    }
                    // A signature whose base64 happens to start like a picture's.
                    case Spooled.Binary binary -> {
                        allow(binary.bytes());
                        yield Base64.getEncoder().encodeToString(Files.readAllBytes(binary.file()));
                    }
                    case Spooled.Damaged ignored -> throw new NotKept();
                };
        allow(text.length());
        left -= text.length();
        return text;
    }

    private void allow(long bytes) throws NotKept {
        if (bytes > left) {
            throw new NotKept();
        }
    }
}
