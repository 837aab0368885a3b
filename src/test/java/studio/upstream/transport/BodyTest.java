package studio.upstream.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.transport.Body.Fields;

class BodyTest {
    @TempDir
    Path folder;

    private final byte[] bytes = new byte[100_000];
    private Reference picture;

    @BeforeEach
    void picture() throws IOException {
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("picture"), bytes);
        picture = new Reference(file, "image/png", bytes.length);
    }

    @Test
    void picturesStandInTheDocumentAndCanBeSentAgain() throws IOException {
        Body body = Body.json(new Fields()
                .with("a", "\u732b \"")
                .with("pictures", List.of(Body.base64(picture), Body.dataUrl(picture)))
                .with("none", null));
        for (int attempt = 0; attempt < 2; attempt++) {
            byte[] sent = sent(body);
            assertThat(body.length()).isEqualTo(sent.length);
            JsonNode tree = new ObjectMapper().readTree(sent);
            assertThat(tree.size()).isEqualTo(2);
            assertThat(tree.path("a").asText()).isEqualTo("\u732b \"");
            assertThat(tree.at("/pictures/0").binaryValue()).isEqualTo(bytes);
            assertThat(tree.at("/pictures/1").asText())
                    .isEqualTo("data:image/png;base64," + tree.at("/pictures/0").asText());
        }
    }

    @Test
    void aFormHasItsPicturesAsTheyAre() throws IOException {
        Body body = Body.form(new Fields().with("prompt", "\u732b"), "image[]", List.of(picture, picture), picture);
        byte[] sent = sent(body);
        String text = new String(sent, StandardCharsets.ISO_8859_1);
        assertThat(body.length()).isEqualTo(sent.length);
        assertThat(text.split(
                        new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("(?s)(.{50}).*", "\\\\Q$1\\\\E"), -1))
                .hasSize(4);
        assertThat(text)
                .contains("name=\"image[]\"; filename=\"image-2.png\"\r\nContent-Type: image/png\r\n\r\n")
                .contains("name=\"mask\"; filename=\"mask.png\"")
                .endsWith("--\r\n");
    }

    @Test
    void aPictureThatIsGoneIsNoticedBeforeAnythingIsSent() throws IOException {
        Body body = Body.json(new Fields().with("a", Body.base64(picture)));
        Files.delete(picture.file());
        assertThatThrownBy(body::open).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aPostWithoutBodyIsEmpty() throws IOException {
        assertThat(Body.empty().length()).isZero();
        assertThat(sent(Body.empty())).isEmpty();
    }

    private static byte[] sent(Body body) throws IOException {
        try (InputStream in = body.open()) {
            return in.readAllBytes();
        }
    }
}
