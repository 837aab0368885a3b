package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.failure.Words;

/**
 * Takes pictures wherever they stand in an answer, whatever the fields are called: whole ones first, then addresses, those first
 * whose fields are named for what they hold. What is thought, unfinished, echoed in an error or given back of the request is none.
 */
final class AnyPictures {
    private static final int MAX_DEPTH = 60;
    private static final int MAX_GUESSES = 16;
    private static final int MAX_TEXTS = 64;

    /** Of the request, of an error, or of something that is not ready; a name as {@link PictureAddress#plain} gives it. */
    private static final Pattern NO_RESULT = Words.anyOf("no result");

    private static final Pattern NO_ADDRESS = Words.anyOf("no address");
    private static final Pattern OF_PICTURES = Words.anyOf("named for pictures");
    private static final Pattern OF_RESULTS = Words.anyOf("named for results");
    private static final Set<String> NOT_DONE = Words.set("unfinished or failed");

    private record Address(String text, int rank) {}

    private final SpooledJson document;
    private final Path folder;
    private final Candidates pictures;
    private final List<Address> addresses = new ArrayList<>();
    private final List<JsonNode> texts = new ArrayList<>();
    private final List<String> mentioned = new ArrayList<>();

    AnyPictures(SpooledJson document, Path folder, Candidates pictures) {
        this.document = document;
        this.folder = folder;
        this.pictures = pictures;
    }

    /** Parts that a model only thinks: no output. */
    static boolean thought(JsonNode item) {
        String type = item.path("type").asText("");
        return item.path("thought").asBoolean(false)
                || type.equals("reasoning")
                || type.startsWith("think")
                || type.equals("thought");
    }

    void addWhole() throws IOException {
        walk(document.tree(), "", 3, 0);
        if (pictures.isEmpty() && !texts.isEmpty()) {
            ShownPictures shown = ShownPictures.in(document, texts, "\n", folder);
            shown.addTo(pictures, false);
            mentioned.addAll(shown.mentioned());
        }
    }

    /**
     * Addresses, after {@link #addWhole}.
     *
     * @param spoken those that the model's sentences name
     */
    void addAddresses(List<String> spoken) {
        for (Address address : addresses) {
            if (address.rank() == 0) {
                pictures.remote(address.text(), false);
            }
        }
        if (pictures.isEmpty()) {
            spoken.forEach(address -> pictures.remote(address, true));
            mentioned.forEach(address -> pictures.remote(address, true));
            for (int rank = 1; rank <= 3; rank++) {
                for (Address address : addresses) {
                    if (address.rank() == rank && pictures.size() < MAX_GUESSES) {
                        pictures.remote(address.text(), true);
                    }
                }
            }
        }
    }

    /** @param rank of what is below a field: 0 named for pictures, 1 for results, 3 for nothing */
    private void walk(JsonNode node, String name, int rank, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            return;
        }
        if (node.isObject() && !thought(node) && !unfinished(node)) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String plain = PictureAddress.plain(field.getKey());
                if (!NO_RESULT.matcher(plain).matches()) {
                    walk(field.getValue(), plain, Math.min(rank, rank(plain)), depth + 1);
                }
            }
        } else if (node.isArray()) {
            for (JsonNode item : node) {
                walk(item, name, rank, depth + 1);
            }
        } else if (node.isTextual()) {
            text(node, name, rank);
        }
    }

    private static int rank(String name) {
        return OF_PICTURES.matcher(name).matches()
                ? 0
                : OF_RESULTS.matcher(name).matches() ? 1 : 3;
    }

    private static boolean unfinished(JsonNode item) {
        for (String field : List.of("status", "state", "task_status", "type")) {
            String word = PictureAddress.plain(item.path(field).asText(""));
            if (NOT_DONE.contains(word) || word.endsWith("partialimage")) {
                return true;
            }
        }
        return item.path("success").isBoolean() && !item.get("success").booleanValue();
    }

    private void text(JsonNode node, String name, int rank) throws IOException {
        Optional<Spooled> spooled = document.spooled(node);
        if (spooled.isPresent()) {
            if (spooled.get() instanceof Spooled.Text) {
                addText(node);
            } else {
                pictures.add(spooled.get());
            }
            return;
        }
        String value = PictureAddress.bare(node.textValue());
        boolean web = PictureAddress.http(value) && value.indexOf(' ') < 0;
        boolean path = rank < 3 && value.indexOf(' ') < 0 && PictureAddress.expected(value);
        if (web || path) {
            address(value, name, rank);
        } else if (!pictures.decoded(value, false)) {
            String lower = value.toLowerCase(Locale.ROOT);
            if (lower.contains("](") || lower.contains("<img") || lower.contains("http") || lower.contains("data:")) {
                addText(node);
            }
        }
    }

    private void addText(JsonNode node) {
        if (texts.size() < MAX_TEXTS) {
            texts.add(node);
        }
    }

    private void address(String value, String name, int rank) {
        boolean picture = PictureAddress.extension(value);
        if (NO_ADDRESS.matcher(name).matches() && !picture) {
            return;
        }
        addresses.add(new Address(value, picture ? 0 : rank));
    }
}
