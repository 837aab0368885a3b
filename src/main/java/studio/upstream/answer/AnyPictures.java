package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.failure.Words;

/**
 * Takes pictures from fields of any name: whole ones first, then addresses, those first whose fields are named for what they hold.
 * What is a thought, unfinished, echoed in an error or of the request is left out.
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

    /** Ranks of what is below a field: named for pictures, for results, for nothing. */
    private static final int PICTURE = 0;

    private static final int RESULT = 1;
    private static final int ANYTHING = 2;

    private record Address(String text, int rank) {}

    private final SpooledJson document;
    private final Path folder;
    private final Candidates pictures;
    private final List<Address> addresses = new ArrayList<>();
    private final List<JsonNode> texts = new ArrayList<>();

    AnyPictures(SpooledJson document, Path folder, Candidates pictures) {
        this.document = document;
        this.folder = folder;
        this.pictures = pictures;
    }

    /** Whether a part is what a model only thinks. */
    static boolean thought(JsonNode item) {
        String type = item.path("type").asText("");
        return item.path("thought").asBoolean(false)
                || type.equals("reasoning")
                || type.startsWith("think")
                || type.equals("thought");
    }

    /** @param mentioned addresses that the model's sentences name */
    void add(List<String> mentioned) throws IOException {
        List<String> guesses = new ArrayList<>(mentioned);
        walk(document.tree(), "", ANYTHING, 0);
        if (pictures.isEmpty() && !texts.isEmpty()) {
            ShownPictures shown = ShownPictures.in(document, texts, "\n", folder);
            shown.addTo(pictures, false);
            guesses.addAll(shown.mentioned());
        }
        if (!pictures.isEmpty()) {
            return;
        }
        addresses.stream()
                .filter(address -> address.rank() == PICTURE)
                .forEach(address -> pictures.remote(address.text(), false));
        if (pictures.isEmpty()) {
            guesses.forEach(address -> pictures.remote(address, true));
            addresses.sort(Comparator.comparingInt(Address::rank));
            for (Address address : addresses) {
                if (pictures.size() < MAX_GUESSES) {
                    pictures.remote(address.text(), true);
                }
            }
        }
    }

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
                ? PICTURE
                : OF_RESULTS.matcher(name).matches() ? RESULT : ANYTHING;
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
        Spooled spooled = document.spooled(node).orElse(null);
        String value = PictureAddress.bare(node.textValue());
        if (spooled != null && !(spooled instanceof Spooled.Text)) {
            pictures.add(spooled);
        } else if (spooled == null && address(value, rank)) {
            boolean picture = PictureAddress.extension(value);
            if (picture || !NO_ADDRESS.matcher(name).matches()) {
                addresses.add(new Address(value, picture ? PICTURE : rank));
            }
        } else if ((spooled != null || (!pictures.decoded(value, false) && mayShow(value)))
                && texts.size() < MAX_TEXTS) {
            texts.add(node);
        }
    }

    private static boolean address(String value, int rank) {
        return value.indexOf(' ') < 0
                && (PictureAddress.http(value) || (rank < ANYTHING && PictureAddress.expected(value)));
    }

    private static boolean mayShow(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.contains("](") || lower.contains("<img") || lower.contains("http") || lower.contains("data:");
    }
}
