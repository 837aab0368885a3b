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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
     * The turn of the first candidate, collected from all events of a stream.
     *
     * @return null when nothing in it is signed, or it is larger than 8 MB without its pictures
     */
    static @Nullable JsonNode of(SpooledJson document, Path folder) throws IOException {
        try {
            return new ModelTurn(document, folder).read();
        } catch (NotKept incomplete) {
            return null;
        }
    }

    private @Nullable JsonNode read() throws IOException, NotKept {
        JsonNode tree = document.tree();
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode answer : tree.isArray() ? tree : List.of(tree)) {
            for (JsonNode part : answer.at("/candidates/0/content/parts")) {
                parts.add(verbatim(part));
            }
        }
        ObjectNode turn = JsonNodeFactory.instance.objectNode().put("role", "model");
        turn.set("parts", parts);
        return signed ? turn : null;
    }

    private JsonNode verbatim(JsonNode node) throws IOException, NotKept {
        if (node.isTextual()) {
            return TextNode.valueOf(text(node));
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : node) {
                copy.add(verbatim(item));
            }
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            boolean picture = (name.equals("inlineData") || name.equals("inline_data")) && value.isObject();
            signed |= name.equals("thoughtSignature") || name.equals("thought_signature");
            copy.set(name, picture ? hashed(value) : verbatim(value));
        }
        return copy;
    }

    private JsonNode hashed(JsonNode inlineData) throws IOException, NotKept {
        JsonNode data = inlineData.path("data");
        if (!(spooled(data).orElse(null) instanceof Spooled.Binary picture)) {
            throw new NotKept();
        }
        JsonNode type = CandidateFeedback.either(inlineData, "mimeType", "mime_type");
        return JsonNodeFactory.instance
                .objectNode()
                .put("mimeType", type.asText(""))
                .put("sha256", picture.sha256());
    }

    /** Small data stays in the document; it is decoded as the extractor does, only for its hash. */
    private Optional<Spooled> spooled(JsonNode data) throws IOException {
        Optional<Spooled> spooled = document.spooled(data);
        if (spooled.isPresent() || !data.isTextual()) {
            return spooled;
        }
        Path file = folder.resolve(Previews.PREFIX + "hashed.bin");
        try {
            return DataUrls.decode(data.textValue(), file, true);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private String text(JsonNode node) throws IOException, NotKept {
        Optional<Spooled> spooled = document.spooled(node);
        if (spooled.isEmpty()) {
            return within(node.textValue());
        }
        return switch (spooled.get()) {
            case Spooled.Text text -> {
                allow(text.bytes());
                yield within(text.read());
            }
            // A signature whose base64 happens to begin like a picture's.
            case Spooled.Binary binary -> {
                allow(binary.bytes());
                yield within(Base64.getEncoder().encodeToString(Files.readAllBytes(binary.file())));
            }
            case Spooled.Damaged ignored -> throw new NotKept();
        };
    }

    private void allow(long bytes) throws NotKept {
        if (bytes > left) {
            throw new NotKept();
        }
    }

    private String within(String text) throws NotKept {
        allow(text.length());
        left -= text.length();
        return text;
    }
}
