package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.json.WholeText;
import studio.upstream.Answer;
import studio.upstream.failure.Words;

/**
 * Finds the pictures and the words in an answer of any shape: chat messages and deltas, images lists, Gemini parts, Responses
 * output, and what relays make of them. The known fields of the known forms come first, then what the model's words show; what
 * stands elsewhere is taken only when neither holds anything, see {@link AnyPictures}. Reasoning is not output.
 */
final class PictureExtractor {
    private static final int MAX_CAPTION = 20_000;
    private static final int MAX_DEPTH = 12;

    /** Fields that hold pictures, at the top of an answer or one level below. */
    private static final List<String> LISTS = Words.list("picture lists");

    private static final List<String> HOLDERS = Words.list("picture holders");
    private static final List<String> BASE64_FIELDS = Words.list("picture base64");
    private static final List<String> NESTED_FIELDS = Words.list("picture nested");
    private static final List<String> URL_FIELDS = Words.list("picture addresses");

    /** Markup where an address was expected. */
    private static final Pattern MARKUP = Pattern.compile("(?s).*(?:]\\(|<img\\s).*");

    /** @param damaged something was meant to be a picture and could not be read */
    record Found(List<Answer.Candidate> candidates, String caption, boolean damaged) {}

    private final SpooledJson document;
    private final Path folder;
    private final Candidates pictures;
    private final List<JsonNode> texts = new ArrayList<>();
    private List<String> mentioned = List.of();
    private String caption = "";

    PictureExtractor(SpooledJson document, Path folder) {
        this.document = document;
        this.folder = folder;
        this.pictures = new Candidates(folder);
    }

    /** What a body shows that is words alone, or words around a document. */
    static Found inText(InputStream body, Path folder) throws IOException {
        Candidates pictures = new Candidates(folder);
        ShownPictures words = ShownPictures.in(body, folder);
        words.addTo(pictures, false);
        if (pictures.isEmpty()) {
            words.mentioned().forEach(address -> pictures.remote(address, true));
        }
        return found(pictures, words.caption());
    }

    /** What a document that stands in a text holds. */
    static Candidates within(SpooledJson document, Path folder) throws IOException {
        PictureExtractor inner = new PictureExtractor(document, folder);
        inner.knownForms();
        if (inner.pictures.isEmpty()) {
            inner.anywhere();
        }
        return inner.pictures;
    }

    /** What the known forms and the words hold. */
    Found find() throws IOException {
        knownForms();
        return found(pictures, caption);
    }

    /** Whatever else may be a picture; for an answer in which {@link #find} has found none. */
    Found anything() throws IOException {
        anywhere();
        return found(pictures, caption);
    }

    private static Found found(Candidates pictures, String caption) throws IOException {
        return new Found(pictures.all(), WholeText.start(caption, MAX_CAPTION), pictures.damaged());
    }

    private void knownForms() throws IOException {
        JsonNode tree = document.tree();
        for (JsonNode part : tree.isArray() ? tree : List.of(tree)) {
            if (part.isObject()) {
                lists(part, 0);
            } else {
                items(part, 0);
            }
        }
        words(tree.isArray() ? "" : "\n");
    }

    private void anywhere() throws IOException {
        new AnyPictures(document, folder, pictures).add(mentioned);
    }

    private void lists(JsonNode node, int depth) throws IOException {
        for (String name : LISTS) {
            items(node.path(name), depth + 1);
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
        if (AnyPictures.thought(item)) {
            forget(item);
            return;
        }
        boolean held = false;
        for (String holder : List.of("message", "delta", "content", "parts")) {
            JsonNode inner = item.path(holder);
            held |= inner.isTextual() || inner.isContainerNode();
            if (inner.isTextual()) {
                texts.add(inner);
            } else {
                items(inner, depth + 1);
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

    /** Drafts among the thoughts are no result; without their files they cannot be taken for one. */
    private void forget(JsonNode thought) throws IOException {
        for (String holder : NESTED_FIELDS) {
            if (document.spooled(thought.path(holder).path("data")).orElse(null) instanceof Spooled.Binary draft) {
                Files.deleteIfExists(draft.file());
            }
        }
    }

    /** Several fields of one item name the same picture: base64 before an address, and the first that can be read. */
    private boolean oneOf(JsonNode item, int depth) throws IOException {
        if (!item.isObject() || depth > MAX_DEPTH) {
            return false;
        }
        for (String field : BASE64_FIELDS) {
            if (picture(item.path(field), true)) {
                return true;
            }
        }
        for (String field : NESTED_FIELDS) {
            JsonNode nested = item.path(field);
            if (oneOf(nested, depth + 1)) {
                return true;
            }
            if (!nested.path("data").asText("").isBlank()) {
                pictures.damage();
            }
        }
        for (String field : URL_FIELDS) {
            JsonNode value = item.path(field);
            if (value.isArray() && !value.isEmpty()) {
                items(value, depth + 1);
                return true;
            }
            if (picture(value, false) || oneOf(value, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean picture(JsonNode text, boolean base64) throws IOException {
        if (!text.isTextual()) {
            return false;
        }
        Spooled spooled = document.spooled(text).orElse(null);
        if (spooled != null) {
            return pictures.add(spooled);
        }
        if (MARKUP.matcher(text.textValue()).matches()) {
            texts.add(text);
            return true;
        }
        return pictures.add(text.textValue(), base64);
    }

    /** All texts as one, since a stream cuts them anywhere. */
    private void words(String between) throws IOException {
        boolean structured = !pictures.isEmpty();
        List<JsonNode> running = new ArrayList<>();
        for (JsonNode text : texts) {
            Spooled spooled = document.spooled(text).orElse(null);
            if (spooled != null && !(spooled instanceof Spooled.Text)) {
                pictures.add(spooled);
            } else if (spooled != null || !nothingElse(text.textValue())) {
                running.add(text);
            }
        }
        ShownPictures shown = ShownPictures.in(document, running, between, folder);
        shown.addTo(pictures, structured);
        mentioned = shown.mentioned();
        caption = shown.caption();
    }

    /** Whether a text is nothing but base64 or a data URL; running text never is. */
    private boolean nothingElse(String text) throws IOException {
        String stripped = text.strip();
        return stripped.indexOf(' ') < 0 && !stripped.startsWith("http") && pictures.decoded(stripped, false);
    }
}
