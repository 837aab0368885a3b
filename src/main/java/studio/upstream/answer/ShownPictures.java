package studio.upstream.answer;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.json.EmbeddedPictures;
import studio.json.Spooled;
import studio.json.SpooledJson;

/**
 * The pictures that running text shows: as data, as markdown or HTML, as an address on a line of its own, or in a JSON document that
 * stands in it; and the text without them.
 */
final class ShownPictures {
    private static final int MAX_TEXT = 256 * 1024;
    private static final Pattern THINKING =
            Pattern.compile("(?is)<think(?:ing)?>.*?(?:</think(?:ing)?>|\\z)|\\A(?:(?!</?think).)*+</think(?:ing)?>");
    private static final Pattern FENCE = Pattern.compile("```[A-Za-z]{0,20}\\s*([{\\[][^`]*+)```");
    private static final Pattern EMPTY_FENCE = Pattern.compile("```[a-z]{0,20}\\s*```");
    private static final Pattern DOCUMENT = Pattern.compile("\\s*+(?:[{\\[]|```)");

    private final Path folder;
    private final String text;
    private final MarkupScan scan;
    private final Map<String, Spooled> marks = new HashMap<>();
    private boolean readAsDocument;

    private ShownPictures(Path folder, EmbeddedPictures.Found embedded) {
        this.folder = folder;
        this.text = embedded.text();
        this.scan = new MarkupScan(THINKING.matcher(text).replaceAll(""));
        for (int i = 0; i < embedded.pictures().size(); i++) {
            marks.put(EmbeddedPictures.mark(i), embedded.pictures().get(i));
        }
    }

    static ShownPictures in(InputStream text, Path folder) throws IOException {
        String name = "text-" + UUID.randomUUID();
        return new ShownPictures(folder, EmbeddedPictures.find(text, folder, name, MAX_TEXT, Candidates.MAX));
    }

    /** @param texts of the document, in memory or in files, which are read as one */
    static ShownPictures in(SpooledJson document, List<JsonNode> texts, String between, Path folder)
            throws IOException {
        List<InputStream> running = new ArrayList<>();
        for (JsonNode text : texts) {
            running.add(
                    document.spooled(text).orElse(null) instanceof Spooled.Text file
                            ? Files.newInputStream(file.file())
                            : stream(text.textValue()));
            running.add(stream(between));
        }
        try (InputStream all = new SequenceInputStream(Collections.enumeration(running))) {
            ShownPictures shown = in(all, folder);
            document.files().forEach(shown.marks::putIfAbsent);
            return shown;
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds what is shown.
     *
     * @param beside whether pictures are there already: then addresses are only tried, since relays like to say a picture twice
     */
    void addTo(Candidates pictures, boolean beside) throws IOException {
        for (JsonNode document : documents()) {
            int before = pictures.size();
            pictures.addAll(PictureExtractor.within(new SpooledJson(document, marks), folder));
            readAsDocument |= pictures.size() > before;
        }
        if (readAsDocument) {
            return;
        }
        for (String target : scan.shown()) {
            Spooled picture = marks.get(target);
            if (picture != null) {
                pictures.add(picture);
            } else {
                pictures.remote(target, beside);
            }
        }
    }

    private List<JsonNode> documents() {
        String whole = text.strip();
        List<String> parts = new ArrayList<>();
        Matcher fence = FENCE.matcher(whole);
        while (fence.find() && parts.size() < Candidates.MAX) {
            parts.add(fence.group(1));
        }
        int open = whole.indexOf('{');
        if (whole.startsWith("[")) {
            parts.add(whole);
        } else if (parts.isEmpty() && open >= 0) {
            parts.add(whole.substring(open));
        }
        return parts.stream().map(SpooledJson::parse).flatMap(Optional::stream).toList();
    }

    /** Addresses inside sentences that end as a picture's does. */
    List<String> mentioned() {
        return scan.mentioned();
    }

    /** The text without what was shown. */
    String caption() {
        if (readAsDocument && DOCUMENT.matcher(text).lookingAt()) {
            return "";
        }
        String words = EMPTY_FENCE.matcher(scan.rest()).replaceAll("");
        return words.replaceAll("\\n{3,}", "\n\n").strip();
    }
}
