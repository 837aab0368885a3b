package studio.intake;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import studio.files.OwnerOnly;
import studio.gallery.GalleryEntry;
import studio.gallery.legacy.EarlierEntry;
import studio.json.JsonElements;
import studio.storage.ImportTally.SkippedElementException;

/**
 * What the earlier server's {@code gallery.json} says of pictures, by their file names. The elements lie in a file beside; only where
 * each of them is stays in memory.
 */
final class Descriptions implements Closeable {
    private static final int MAX_ELEMENTS = 200_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 50;

    private record Place(long at, int length) {}

    private final RandomAccessFile elements;
    private final EarlierEntry entries;
    private final ObjectReader reader;
    private final Map<String, Place> places = new HashMap<>();

    /** @param file made here, for the elements */
    Descriptions(Path file, EarlierEntry entries) throws IOException {
        OwnerOnly.createFile(file);
        this.elements = new RandomAccessFile(file.toFile(), "rw");
        this.entries = entries;
        JsonMapper mapper = JsonMapper.builder().build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        this.reader = mapper.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    int size() {
        return places.size();
    }

    /** Adds what a list says; what cannot be read of it is passed over. */
    void add(Path list) throws IOException {
        try (InputStream in = Files.newInputStream(list)) {
            JsonElements found = new JsonElements(in);
            for (InputStream element = found.next();
                    element != null && places.size() < MAX_ELEMENTS;
                    element = found.next()) {
                byte[] json = element.readNBytes(MAX_BYTES + 1);
                if (json.length <= MAX_BYTES) {
                    note(json);
                }
            }
        }
    }

    private void note(byte[] json) throws IOException {
        JsonNode tree;
        try {
            tree = reader.readTree(json);
        } catch (IOException | RuntimeException e) {
            return;
        }
        String name = tree.path("fileName").asText(tree.path("imagePath").asText());
        if (!name.isEmpty()) {
            long at = elements.length();
            elements.seek(at);
            elements.write(json);
            places.put(base(name), new Place(at, json.length));
        }
    }

    /** The entry that belongs to a picture file. */
    Optional<GalleryEntry> find(String fileName) throws IOException {
        Place place = places.get(fileName);
        if (place == null) {
            return Optional.empty();
        }
        byte[] json = new byte[place.length()];
        elements.seek(place.at());
        elements.readFully(json);
        try {
            return Optional.of(entries.read(reader.readTree(json)));
        } catch (SkippedElementException e) {
            return Optional.empty();
        }
    }

    /** A name without its folders, whichever way these are written. */
    static String base(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    @Override
    public void close() throws IOException {
        elements.close();
    }
}
