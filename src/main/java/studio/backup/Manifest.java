package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Instant;

/**
 * The first entry of an archive: what it is.
 *
 * @param product the version that wrote it
 * @param schema of its database
 * @param withKeys whether API keys and sign-in secrets are inside
 */
record Manifest(int format, String product, int schema, Instant createdAt, boolean withKeys) {
    /** Of archives that this version writes, and the newest that it reads. */
    static final int FORMAT = 1;

    static final int MOST_BYTES = 1 << 16;

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
            if (json == null || !KIND.equals(json.path("kind").asText())) {
                throw new IOException("It is not of the kind " + KIND);
            }
            return new Manifest(
                    json.path("format").asInt(),
                    json.path("product").asText("?"),
                    json.path("schema").asInt(),
                    Instant.parse(json.path("createdAt").asText()),
                    json.path("withKeys").asBoolean());
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            throw new IOException("Its first entry cannot be read", e);
        }
    }
}
