package studio.upstream.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.files.Folders;
import studio.json.DataUrls;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.Previews;
import studio.upstream.failure.ErrorEnvelope;

/**
 * Reads the events of an answer as they come, every picture straight to a file. Unfinished pictures
 * ({@code image_generation.partial_image}, {@code image_edit.partial_image}) are shown at once and forgotten; whatever else comes is
 * one JSON document in the end, an array of the events' data. A finished picture's event (OpenAI images guide, "Streaming";
 * OpenRouter's image API; Ark's {@code partial_succeeded}) becomes what the images form answers without a stream:
 * {@code data: [{b64_json}]}. Chat completions and other streams stay as they are.
 */
final class PictureEvents {
    /** The type of an event stands in its first characters. */
    private static final int PEEK = 512;

    private static final Pattern ANNOUNCES_PARTIAL =
            Pattern.compile("\"type\"\\s*:\\s*\"[a-z_.]{0,60}\\.partial_image\"");

    /** Of the images form, and of the tool of the Responses form. */
    private static final List<String> PARTIAL_FIELDS = List.of("b64_json", "partial_image_b64");

    private static final int MAX_PARTIAL_INDEX = 99;

    /** Characters of a text that is not JSON. */
    private static final int MAX_WORDS = 300;

    /** What an entry of {@code data} has in the images form. */
    private static final List<String> ENTRY_FIELDS =
            List.of("b64_json", "url", "revised_prompt", "error", "respect_moderation");

    /**
     * @param document an array, unless the body was one document
     * @param broke why the stream ended before its time, after a finished picture had come; null when it did not
     */
    record Heard(SpooledJson document, @Nullable IOException broke) {}

    private final Path folder;
    private final SpooledJson.Limits limits;
    private final Previews previews;
    private final ArrayNode events = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Spooled> files = new LinkedHashMap<>();
    private @Nullable Path newestPartial;
    private int partials;
    private long treeBytes;
    private int bare;
    private boolean ofImagesForm;
    private boolean finished;
    private boolean failed;

    private PictureEvents(Path folder, SpooledJson.Limits limits, Previews previews) {
        this.folder = folder;
        this.limits = limits;
        this.previews = previews;
    }

    /**
     * @param limits of the whole stream
     * @throws IOException when the connection breaks, the disk fails, or the stream ends before anything that ends an answer
     */
    static Heard read(InputStream body, Path folder, SpooledJson.Limits limits, Previews previews) throws IOException {
        PictureEvents reading = new PictureEvents(folder, limits, previews);
        IOException broke = reading.toTheEnd(new EventData(body));
        boolean one = reading.bare == 1 && reading.events.size() == 1;
        JsonNode tree = one ? reading.events.get(0) : reading.events;
        return new Heard(new SpooledJson(tree, reading.files), broke);
    }

    private @Nullable IOException toTheEnd(EventData stream) throws IOException {
        try {
            for (InputStream data = stream.next(); data != null; data = stream.next()) {
                event(new BufferedInputStream(data, PEEK), limits.maxBytes() - stream.arrived(), stream.wasBare());
                bare += stream.wasBare() ? 1 : 0;
            }
            if (!finished && !failed && bare == 0) {
                wordsAlone(stream.words());
            }
            if (!finished && !failed && (ofImagesForm || events.isEmpty())) {
                throw new EOFException("the stream ended without a picture and without an error");
            }
            return null;
        } catch (IOException e) {
            if (bare > 0 && e instanceof JsonProcessingException && !(e instanceof JsonEOFException)) {
                // What stands behind a whole document takes nothing away from it.
                return null;
            }
            if ((!finished && bare == 0) || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return e;
        }
    }

    /** Data that is no object is a last message, such as {@code stream error: …}; a single word keeps the connection. */
    private void wordsAlone(String words) {
        String message = ErrorEnvelope.parse(words).message();
        if (message != null && (events.isEmpty() || message.matches("(?s).*[^!-~].*"))) {
            String shown = message.length() > MAX_WORDS ? message.substring(0, MAX_WORDS) : message;
            keep(new SpooledJson(JsonNodeFactory.instance.objectNode().put("error", shown), Map.of()), "");
        }
    }

    private void event(BufferedInputStream data, long bytesLeft, boolean asItIs) throws IOException {
        data.mark(PEEK);
        String start = new String(data.readNBytes(PEEK), StandardCharsets.UTF_8);
        data.reset();
        SpooledJson.Limits left = new SpooledJson.Limits(
                bytesLeft + start.length(), limits.maxTreeBytes() - treeBytes, limits.maxFiles() - files.size());
        if (ANNOUNCES_PARTIAL.matcher(start).find()) {
            // Also while it comes it lies where no result is looked for: the connection may break in the middle of it.
            Path arriving = Files.createTempDirectory(folder, Previews.PREFIX);
            try {
                partial(SpooledJson.read(data, arriving, left));
            } finally {
                Folders.delete(arriving);
            }
            return;
        }
        SpooledJson event = SpooledJson.read(data, folder, left);
        String type = event.tree().path("type").asText("");
        if (type.endsWith(".partial_image")) {
            partial(event);
        } else if (event.tree().isArray() || (asItIs && !type.startsWith("image_"))) {
            addAsItIs(event, asItIs && events.isEmpty());
        } else if (!type.endsWith(".text_chunk")) {
            keep(event, type);
        }
    }

    /** Shows an unfinished picture; only the newest stays. */
    private void partial(SpooledJson event) throws IOException {
        ofImagesForm = true;
        int index = Math.clamp(event.tree().path("partial_image_index").asInt(0), 0, MAX_PARTIAL_INDEX);
        Path file = folder.resolve(Previews.PREFIX + index + "." + ++partials);
        for (String field : PARTIAL_FIELDS) {
            if (stored(event, event.tree().path(field), file)) {
                Path older = newestPartial;
                newestPartial = file;
                previews.partial(index, file);
                if (older != null) {
                    Files.deleteIfExists(older);
                }
                return;
            }
        }
    }

    private static boolean stored(SpooledJson event, JsonNode text, Path file) throws IOException {
        Spooled spooled = event.spooled(text).orElse(null);
        if (spooled instanceof Spooled.Binary binary) {
            Files.move(binary.file(), file);
            return true;
        }
        return spooled == null
                && text.isTextual()
                && DataUrls.decode(text.textValue().strip(), file, true)
                        .filter(Spooled.Binary.class::isInstance)
                        .isPresent();
    }

    /** A document of its own, or several answers in one event. */
    private void addAsItIs(SpooledJson document, boolean whole) {
        files.putAll(document.files());
        treeBytes += document.tree().toString().length();
        if (document.tree().isArray() && !whole) {
            document.tree().forEach(events::add);
        } else {
            events.add(document.tree());
        }
    }

    private void keep(SpooledJson event, String type) {
        files.putAll(event.files());
        JsonNode tree = event.tree();
        failed |= tree.hasNonNull("error");
        if (type.startsWith("image_") && tree instanceof ObjectNode object) {
            ofImagesForm = true;
            finished |= has(tree, "b64_json") || has(tree, "url");
            entry(object);
        }
        treeBytes += tree.toString().length();
        events.add(tree);
    }

    private static void entry(ObjectNode event) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        for (String field : ENTRY_FIELDS) {
            if (event.hasNonNull(field)) {
                entry.set(field, event.remove(field));
            }
        }
        if (!entry.isEmpty()) {
            event.putArray("data").add(entry);
        }
    }

    private static boolean has(JsonNode event, String field) {
        return !event.path(field).asText("").isBlank();
    }
}
