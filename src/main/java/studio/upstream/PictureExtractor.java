package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import studio.json.EmbeddedPictures;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.web.WholeText;

/**
 * Finds the pictures and the words in an answer of any known shape: chat messages and deltas, images lists, Gemini parts,
 * Responses output, and what relays make of them. Structured fields come first; the model's running text is searched only
 * when they hold nothing, since relays like to say the same picture twice. Reasoning is not output.
 */
final class PictureExtractor {
    private static final int MAX_TEXT = 256 * 1024;
    private static final int MAX_CAPTION = 20_000;
    private static final int MAX_DEPTH = 12;

    /** Fields that hold pictures, at the top of an answer or one level below. */
    private static final List<String> LISTS = List.of(
            "data",
            "images",
            "image",
            "output_image",
            "output",
            "outputs",
            "results",
            "artifacts",
            "predictions",
            "image_result",
            "result",
            "sample",
            "choices",
            "candidates",
            "steps");

    private static final List<String> HOLDERS =
            List.of("images", "results", "choices", "candidates", "output", "outputs", "steps");

    private static final List<String> BASE64_FIELDS =
            List.of("b64_json", "base64", "image_base64", "bytesBase64Encoded", "data", "result");
    private static final List<String> NESTED_FIELDS = List.of("inlineData", "inline_data", "source");
    private static final List<String> URL_FIELDS = List.of(
            "image_url", "imageUrl", "url", "image", "uri", "sample", "fileData", "file_data", "fileUri", "file_uri");

    /** @param damaged something was meant to be a picture and could not be read */
    record Found(List<Answer.Candidate> candidates, String caption, boolean damaged) {}

    private final SpooledJson document;
    private final Path folder;
    private final Candidates structured;
    private final List<JsonNode> texts = new ArrayList<>();

    private PictureExtractor(SpooledJson document, Path folder) {
        this.document = document;
        this.folder = folder;
        this.structured = new Candidates(folder);
    }

    static Found extract(SpooledJson document, Path folder) throws IOException {
        return new PictureExtractor(document, folder).run();
    }

    private Found run() throws IOException {
        JsonNode tree = document.tree();
        for (JsonNode part : tree.isArray() ? tree : List.of(tree)) {
            if (part.isObject()) {
                lists(part, 0);
            } else {
                items(part, 0);
            }
        }
        Candidates spoken = new Candidates(folder);
        String caption = words(spoken, tree.isArray() ? "" : "\n");
        Candidates chosen = structured.isEmpty() ? spoken : structured;
        return new Found(
                chosen.synced(), WholeText.start(caption, MAX_CAPTION), structured.damaged() || spoken.damaged());
    }

    private void lists(JsonNode node, int depth) throws IOException {
        for (String name : LISTS) {
            if (node.hasNonNull(name)) {
                items(node.get(name), depth + 1);
            }
        }
    }

    private void items(JsonNode node, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            return;
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                items(item, depth + 1);
            }
        } else if (node.isObject()) {
            item(node, depth);
        } else if (node.isTextual()) {
            picture(node, false);
        }
    }

    private void item(JsonNode item, int depth) throws IOException {
        String type = item.path("type").asText("");
        if (item.path("thought").asBoolean(false)
                || type.equals("reasoning")
                || type.startsWith("think")
                || type.equals("thought")) {
            forget(item);
            return;
        }
        boolean held = false;
        for (String holder : List.of("message", "delta", "content", "parts")) {
            JsonNode inner = item.get(holder);
            if (inner != null && inner.isTextual()) {
                texts.add(inner);
                held = true;
            } else if (inner != null && inner.isContainerNode()) {
                items(inner, depth + 1);
                held = true;
            }
        }
        if (item.path("text").isTextual()) {
            texts.add(item.get("text"));
        }
        if (held || HOLDERS.stream().anyMatch(name -> item.path(name).isContainerNode())) {
            lists(item, depth);
        } else {
            oneOf(item, depth);
        }
    }

    /** Drafts among the thoughts are no result; without their files nobody can take them for one. */
    private void forget(JsonNode thought) throws IOException {
        for (String holder : NESTED_FIELDS) {
            if (document.spooled(thought.path(holder).path("data")).orElse(null) instanceof Spooled.Binary draft) {
                Files.deleteIfExists(draft.file());
            }
        }
    }

    /** Several fields of one item name the same picture: base64 before an address, and the first that can be read. */
    private boolean oneOf(JsonNode item, int depth) throws IOException {
        for (String field : BASE64_FIELDS) {
            if (item.path(field).isTextual() && picture(item.get(field), true)) {
                return true;
            }
        }
        for (String field : NESTED_FIELDS) {
            JsonNode nested = item.path(field);
            if (nested.isObject() && depth < MAX_DEPTH && oneOf(nested, depth + 1)) {
                return true;
            }
            if (!nested.path("data").asText("").isBlank()) {
                structured.spoil();
            }
        }
        for (String field : URL_FIELDS) {
            JsonNode value = item.path(field);
            if (value.isTextual()
                    ? picture(value, false)
                    : value.isObject() && depth < MAX_DEPTH && oneOf(value, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean picture(JsonNode text, boolean base64) throws IOException {
        Optional<Spooled> spooled = document.spooled(text);
        return spooled.isPresent() ? structured.add(spooled.get()) : structured.add(text.textValue(), base64);
    }

    /** All texts as one, since a stream cuts them anywhere; pictures in them count when nothing better was found. */
    private String words(Candidates spoken, String between) throws IOException {
        List<InputStream> running = new ArrayList<>();
        for (JsonNode text : texts) {
            Optional<Spooled> spooled = document.spooled(text);
            if (spooled.isEmpty() && structured.isEmpty() && spoken.add(bare(text.textValue()), false)) {
                continue;
            }
            if (spooled.isEmpty()) {
                running.add(new ByteArrayInputStream(text.textValue().getBytes(StandardCharsets.UTF_8)));
            } else if (spooled.get() instanceof Spooled.Text file) {
                running.add(Files.newInputStream(file.file()));
            } else {
                useful(spoken, spooled.get());
            }
            running.add(new ByteArrayInputStream(between.getBytes(StandardCharsets.UTF_8)));
        }
        EmbeddedPictures.Found embedded;
        try (InputStream all = new SequenceInputStream(Collections.enumeration(running))) {
            embedded = EmbeddedPictures.find(all, folder, "text", MAX_TEXT, Candidates.MAX);
        }
        TextPictures shown = TextPictures.in(embedded.text());
        for (String reference : shown.references()) {
            int picture = index(reference, embedded.pictures().size());
            if (picture >= 0) {
                useful(spoken, embedded.pictures().get(picture));
            } else if (structured.isEmpty()) {
                spoken.add(reference, false);
            }
        }
        return shown.caption();
    }

    private void useful(Candidates spoken, Spooled picture) throws IOException {
        if (structured.isEmpty()) {
            spoken.add(picture);
        } else if (picture instanceof Spooled.Binary repeated) {
            Files.deleteIfExists(repeated.file());
        }
    }

    /** Text that is nothing but base64 or a data URL; running text never is. */
    private static String bare(String text) {
        String stripped = text.strip();
        return stripped.indexOf(' ') < 0 && !stripped.startsWith("http") ? stripped : "";
    }

    private static int index(String reference, int count) {
        for (int i = 0; i < count; i++) {
            if (reference.equals(EmbeddedPictures.mark(i))) {
                return i;
            }
        }
        return -1;
    }
}
