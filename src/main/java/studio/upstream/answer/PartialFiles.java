package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.json.DataUrls;
import studio.json.JsonSpool;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.upstream.Previews;

/**
 * The unfinished pictures of a stream: each goes to a file whose name begins with {@value Previews#PREFIX}, and only the
 * newest stays. Also while it comes it lies where no result is looked for, since a connection may break in the middle of it.
 */
public final class PartialFiles {
    private static final Pattern ANNOUNCED = Pattern.compile("\"type\"\\s*:\\s*\"[a-z_.]{0,60}\\.partial_image\"");

    /** Images form, and the tool of the Responses form. */
    private static final List<String> FIELDS = List.of("b64_json", "partial_image_b64");

    private static final int MAX = 99;

    private final Path folder;
    private final Previews previews;
    private @Nullable Path newest;
    private int count;

    PartialFiles(Path folder, Previews previews) {
        this.folder = folder;
        this.previews = previews;
    }

    static boolean is(String type) {
        return type.endsWith(".partial_image");
    }

    /** Whether an event is one of an unfinished picture, by its first characters. */
    static boolean announcedBy(String startOfEvent) {
        return ANNOUNCED.matcher(startOfEvent).find();
    }

    void take(InputStream event, JsonSpool.Limits limits) throws IOException {
        Path arriving = Files.createTempDirectory(folder, Previews.PREFIX);
        try {
            show(JsonSpool.read(event, arriving, limits));
        } finally {
            remove(arriving);
        }
    }

    void show(SpooledJson event) throws IOException {
        int index = Math.clamp(event.tree().path("partial_image_index").asInt(0), 0, MAX);
        Path file = folder.resolve(Previews.PREFIX + index + "." + ++count);
        for (String field : FIELDS) {
            if (stored(event, event.tree().path(field), file)) {
                Path older = newest;
                newest = file;
                previews.partial(index, file);
                if (older != null) {
                    Files.deleteIfExists(older);
                }
                return;
            }
        }
    }

    private static boolean stored(SpooledJson event, JsonNode text, Path file) throws IOException {
        if (!text.isTextual()) {
            return false;
        }
        Optional<Spooled> spooled = event.spooled(text);
        if (spooled.isPresent() && spooled.get() instanceof Spooled.Binary binary) {
            Files.move(binary.file(), file);
            return true;
        }
        return spooled.isEmpty()
                && DataUrls.decode(text.textValue().strip(), file, true)
                        .filter(Spooled.Binary.class::isInstance)
                        .isPresent();
    }

    private static void remove(Path arriving) throws IOException {
        try (Stream<Path> left = Files.list(arriving)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(arriving);
    }
}
