package studio.gallery.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.OpenGallery;

class GalleryMirrorTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theMirrorIsTheEarlierServersArrayNewestFirst(@TempDir Path root) throws Exception {
        try (OpenImport open = new OpenImport(root)) {
            open.earlier.settle("gallery.json");
            open.gallery.add(OpenGallery.entry("old", "p1", NOON));
            open.gallery.add(OpenGallery.entry("new", "p2", NOON.plusSeconds(1)));
            open.mirrors.flush();

            JsonNode array = open.mapper.readTree(Files.readString(root.resolve("data/gallery.json")));
            assertThat(array).hasSize(2);
            JsonNode newest = array.get(0);
            assertThat(newest.get("id").asText()).isEqualTo("new");
            assertThat(newest.get("imagePath").asText()).isEqualTo("/gallery/new.png");
            assertThat(newest.get("thumbnailPath").asText()).isEqualTo("/gallery/thumbnails/thumb-new.png");
            assertThat(newest.get("createdAt").asText()).isEqualTo("2026-11-23T12:00:01Z");
            assertThat(newest.fieldNames())
                    .toIterable()
                    .contains(
                            "prompt", "responseText", "fileName", "configLabel", "configId", "modelId", "aspectRatio");
        }
    }
}
