package studio.task.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.upstream.Answer;

class ReceivedPicturesTest {
    private static final long MAX_PIXELS = 100_000_000;

    @TempDir
    Path folder;

    @Test
    void theLargestByPixelsWinsOverTheLargestByBytes() throws Exception {
        put("noisy.png", picture(300, 300, true));
        put("calm.png", picture(900, 900, false));
        assertThat(Files.size(folder.resolve("noisy.png"))).isGreaterThan(Files.size(folder.resolve("calm.png")));
        assertThat(best("noisy.png", "calm.png")).isEqualTo("calm.png");
    }

    @Test
    void ofEqualSizesTheLastIsTheMainOneAndAllAreKept() throws Exception {
        put("draft.png", picture(300, 300, true));
        put("better.png", picture(300, 300, false, 1));
        put("final.png", picture(300, 300, false));
        put("again.png", picture(300, 300, true));
        assertThat(chosen(1, "draft.png", "better.png", "again.png", "final.png"))
                .containsExactly("final.png", "draft.png", "better.png");
    }

    @Test
    void aSmallerCopyGoesUnlessItWasAskedFor() throws Exception {
        put("large.png", picture(900, 600, true));
        put("small.png", picture(300, 200, false));
        put("rounded.png", picture(401, 267, false));
        assertThat(chosen(1, "small.png", "large.png", "rounded.png")).containsExactly("large.png");
        assertThat(chosen(2, "small.png", "large.png")).containsExactly("large.png", "small.png");
    }

    @Test
    void aSmallerPictureOfAnotherShapeIsAnotherPicture() throws Exception {
        put("wide.png", picture(900, 600, true));
        put("tall.png", picture(200, 300, false));
        put("near.png", picture(880, 587, false));
        assertThat(chosen(1, "tall.png", "near.png", "wide.png")).containsExactly("wide.png", "tall.png", "near.png");
    }

    @Test
    void aWholePictureWinsOverALargerOneThatIsCutOff() throws Exception {
        byte[] large = picture(900, 900, true);
        put("cut.png", Arrays.copyOf(large, large.length / 2));
        put("whole.png", picture(100, 100, false));
        assertThat(best("cut.png", "whole.png")).isEqualTo("whole.png");
        assertThat(best("cut.png")).isEqualTo("cut.png");
    }

    @Test
    void whatIsNoPictureIsLeftOutWithAReason() throws Exception {
        put("text.png", "I am sorry, I cannot draw that.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put(
                "page.png",
                "<!DOCTYPE html><html><body>502</body></html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put(
                "drawing.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put("huge.png", picture(200, 200, false));
        Candidates candidates =
                Candidates.judge(folder, List.of("text.png", "page.png", "drawing.svg", "huge.png"), 39_999);
        assertThat(candidates.usable()).isEmpty();
        assertThat(candidates.skipped()).hasSize(4);
    }

    @Test
    void anAnswerWrittenDownIsTheAnswerReadBack() throws Exception {
        put("spool-1.bin", picture(20, 20, false));
        ReceivedAnswer written = ReceivedAnswer.of(
                new Answer(
                        List.of(
                                new Answer.StoredPicture(folder.resolve("spool-1.bin"), 100),
                                Answer.RemotePicture.at("https://example.org/p.png")),
                        "好的",
                        new Answer.Details(
                                "model",
                                "gen-1",
                                new com.fasterxml.jackson.databind.ObjectMapper()
                                        .enable(
                                                com.fasterxml.jackson.databind.DeserializationFeature
                                                        .USE_BIG_DECIMAL_FOR_FLOATS)
                                        .readTree("{\"cost\":0.0336}"),
                                new java.math.BigDecimal("0.0336"),
                                null,
                                null,
                                null)),
                List.of(1),
                1234);
        written.write(folder);
        assertThat(ReceivedAnswer.read(folder)).contains(written);
        assertThat(written.fetched("https://example.org/p.png", "p.bin").arrived())
                .containsExactly("spool-1.bin", "p.bin");
    }

    @Test
    void wholePicturesOfAnAnswerThatWasCutOffAreSalvagedAndHalfOnesAreNot() throws Exception {
        byte[] whole = picture(64, 64, true);
        put("request-1.json", "{\"model\":\"m\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        put("spool-a.bin", whole);
        put("spool-b.bin", Arrays.copyOf(whole, whole.length - 20));
        assertThat(ReceivedAnswer.salvage(folder, List.of(1)).orElseThrow().files())
                .containsExactly("spool-a.bin");
        Files.delete(folder.resolve("spool-a.bin"));
        assertThat(ReceivedAnswer.salvage(folder, List.of(1))).isEmpty();
        assertThat(ReceivedAnswer.salvage(folder.resolve("none"), List.of(1))).isEmpty();
    }

    private String best(String... files) throws IOException {
        return chosen(1, files).getFirst();
    }

    private List<String> chosen(int wanted, String... files) throws IOException {
        return Candidates.judge(folder, List.of(files), MAX_PIXELS).chosen(wanted).stream()
                .map(candidate -> candidate.file().getFileName().toString())
                .toList();
    }

    private void put(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] picture(int width, int height, boolean noisy) throws IOException {
        return picture(width, height, noisy, 0);
    }

    private static byte[] picture(int width, int height, boolean noisy, int firstPixel) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; noisy && y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        if (!noisy) {
            image.setRGB(0, 0, firstPixel);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
