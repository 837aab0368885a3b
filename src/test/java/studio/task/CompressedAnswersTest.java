package studio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** Relays that compress what nobody asked them to compress, for good or for bad. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class CompressedAnswersTest extends UpstreamScene {
    private static final String GZIP = "Content-Encoding: gzip";

    @ConfigProperty(name = "STUDIO_DATA_DIR")
    Path data;

    @BeforeEach
    void addTheApiConfig() throws Exception {
        configure("");
    }

    @Test
    void aCompressedAnswerIsReadWhetherItSaysSoOrNot() throws Exception {
        byte[] packed = gzip(answer());
        upstream.then(
                wire -> wire.answer(200, "application/json", packed, GZIP),
                wire -> wire.answer(200, "application/json", packed));

        assertThat(make().path("status").asText()).isEqualTo("done");
        assertThat(make().path("status").asText()).isEqualTo("done");

        assertThat(upstream.requests())
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("accept-encoding", "identity"));
    }

    @Test
    void aCompressedEventStreamIsReadToo() throws Exception {
        byte[] packed = gzip("data: " + answer().replace("\"message\"", "\"delta\"") + "\n\ndata: [DONE]\n\n");
        upstream.then(wire -> wire.answer(200, "text/event-stream", packed, GZIP));

        JsonNode task = make();
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
    }

    @Test
    void aCompressedRefusalTellsItsReason() throws Exception {
        upstream.then(wire -> wire.answer(
                400, "application/json", gzip("{\"error\":{\"message\":\"the size is not a size\"}}"), GZIP));

        assertThat(make().at("/upstream/message").asText()).contains("the size is not a size");
    }

    @Test
    void whatArrivedOfACompressedAnswerThatBreaksOffIsKept() throws Exception {
        String answer = answer();
        // All of the picture, then nothing: what is packed after a flush does not come.
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(packed, 512, true);
        gzip.write(answer.substring(0, answer.indexOf("\"}}]") + 1).getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        byte[] arrived = packed.toByteArray();
        upstream.then(wire -> {
            wire.head(200, "application/json", arrived.length + 100L, GZIP);
            wire.write(arrived);
            wire.close();
        });

        JsonNode task = make();
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void anAnswerThatUnpacksWithoutEndIsGivenUpAndLeavesNothing() throws Exception {
        byte[] bomb = bomb(1 << 30);
        assertThat(bomb.length).isLessThan(2 << 20);
        upstream.then(wire -> wire.answer(200, "application/json", bomb, GZIP));
        Set<Path> before = unfinished();

        JsonNode task = make();

        assertThat(task.path("errorCode").asText()).as("%s", task).isEqualTo("unreadable_answer");
        assertThat(upstream.posts()).isEqualTo(1);
        // The worker clears up after the task has ended.
        await().untilAsserted(() -> assertThat(before).containsAll(unfinished()));
    }

    private Set<Path> unfinished() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("tmp"))) {
            return all.filter(Files::isRegularFile).collect(Collectors.toSet());
        } catch (UncheckedIOException removedMeanwhile) {
            return unfinished();
        }
    }

    private static String answer() throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        noise.setRGB(0, 0, 64, 64, new Random(1).ints(64 * 64).toArray(), 0, 64);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", png);
        return "{\"choices\":[{\"message\":{\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"}}]}}]}";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    /** A JSON string that goes on and on. */
    private static byte[] bomb(int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("{\"choices\":[{\"message\":{\"content\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] more = "A".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < length / more.length; i++) {
                out.write(more);
            }
        }
        return packed.toByteArray();
    }
}
