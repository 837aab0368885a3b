package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import studio.picture.PictureKey;

/** The form of an archive: its manifest and what it may hold, by name. No name leads out of the folder that it is unpacked into. */
final class Archive {
    /** Of archives with a database file. */
    static final int FORMAT = 1;

    /** Of archives with rows, as instances on one database write them; the newest that this version reads. */
    static final int ROWS_FORMAT = 2;

    static final String MANIFEST = "manifest.json";
    static final String CONFIG = "config/app.config.json";
    static final String DATABASE = "data/studio.db";
    static final String ROWS = "data/rows/";
    static final String INPUTS = "data/inputs/";
    static final String TEMPLATES = "data/templates/";
    static final String ANSWERS = "data/tmp/";
    static final String GALLERY = "gallery/";
    /** Readable copies of what is in the database of a single server. */
    static final List<String> MIRRORS = List.of("data/gallery.json", "data/tasks.json");

    static final String MISSING = "missing.txt";
    static final String SUMS = "SHA256SUMS";

    private static final int MAX_NAME = 255;

    /** The plain name of a visible file. */
    private static final String PLAIN = "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*";

    private static final Pattern KNOWN = Pattern.compile("config/app\\.config\\.json"
            + "|data/(studio\\.db|rows/[a-z_]{1,60}\\.jsonl|gallery\\.json|tasks\\.json|inputs/" + PLAIN + "|templates/"
            + PLAIN + "|tmp/" + PLAIN
            + "/" + PLAIN + "/"
            + PLAIN + ")"
            + "|gallery/(\\.trash/)?(thumbnails/|previews/)?" + PLAIN
            + "|missing\\.txt");

    private Archive() {}

    /** Of a picture's file. */
    static String name(PictureKey key) {
        String folder = GALLERY + (key.trashed() ? ".trash/" : "");
        return switch (key.kind()) {
            case ORIGINAL -> folder + key.name();
            case THUMBNAIL -> folder + "thumbnails/" + key.name();
            case PREVIEW -> folder + "previews/" + key.name();
        };
    }

    /** Whether it is the name of a file that the studio keeps. */
    static boolean known(String name) {
        return KNOWN.matcher(name).matches()
                && UTF_8.newEncoder().canEncode(name)
                && Arrays.stream(name.split("/", -1)).allMatch(part -> part.getBytes(UTF_8).length <= MAX_NAME);
    }

    /**
     * The first entry: what the archive is.
     *
     * @param product the version that wrote it
     * @param schema of its database
     * @param withKeys whether API keys and sign-in secrets are inside
     */
    record Manifest(int format, String product, int schema, Instant createdAt, boolean withKeys) {
        static final int MAX_BYTES = 1 << 16;

        private static final String KIND = "image-studio-backup";

        byte[] bytes() {
            String json = JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", KIND)
                    .put("format", format)
                    .put("product", product)
                    .put("schema", schema)
                    .put("createdAt", createdAt.toString())
                    .put("withKeys", withKeys)
                    .toPrettyString();
            return (json + "\n").getBytes(UTF_8);
        }

        /** @throws IOException when this is the manifest of something else */
        static Manifest parse(byte[] bytes) throws IOException {
            try {
                JsonNode json = new JsonMapper().readTree(bytes);
                if (!KIND.equals(json.path("kind").asText())) {
                    throw new IOException("It is not of the kind " + KIND);
                }
                return new Manifest(
                        json.path("format").asInt(),
                        json.path("product").asText("?"),
                        json.path("schema").asInt(),
                        Instant.parse(json.path("createdAt").asText()),
                        json.path("withKeys").asBoolean());
            } catch (JsonProcessingException | DateTimeException e) {
                throw new IOException("Its first entry cannot be read", e);
            }
        }
    }
}
