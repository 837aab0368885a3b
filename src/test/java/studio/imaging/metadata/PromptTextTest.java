package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.Samples;
import studio.imaging.probe.ImageFormat;

class PromptTextTest {
    private static final String PARAMETERS =
            "a red fox, 雪地\nmasterpiece\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a,"
                    + " CFG scale: 7, Seed: 1, Size: 512x512, Model hash: abc, Model: dreamy_v8, Version: v1.9";
    private static final String GRAPH = """
            {"3": {"class_type": "KSampler", "inputs": {"seed": 5, "positive": ["6", 0], "negative": ["7", 0], "model": ["4", 0]}},
             "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sea.safetensors"}},
             "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0], "clip": ["4", 1]}},
             "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "ugly", "clip": ["4", 1]}},
             "9": {"class_type": "PrimitiveString", "inputs": {"value": "a lighthouse at dusk"}}}""";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tEXt", "zTXt", "iTXt"})
    void parametersOfTheWebUiAreReadInEveryKindOfChunk(String kind) throws IOException {
        assertThat(read(kind, "parameters", PARAMETERS))
                .isEqualTo(new PromptText("a red fox, 雪地\nmasterpiece", "dreamy_v8"));
    }

    @Test
    void theGraphIsFollowedFromTheSamplerToItsText() throws IOException {
        assertThat(read("tEXt", "prompt", GRAPH)).isEqualTo(new PromptText("a lighthouse at dusk", "sea.safetensors"));
    }

    @Test
    void aDescriptionWillDo() throws IOException {
        assertThat(read("tEXt", "Description", "a quiet bay")).isEqualTo(new PromptText("a quiet bay", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\": {\"inputs\": {\"positive\": [\"1\", 0]}}}",
                "{\"1\": {\"inputs\": {\"positive\": [\"2\", 0]}}, \"2\": {\"inputs\": {\"a\": [\"2\", 0], \"b\": [\"2\", 1]}}}",
                "[[[[[[",
                "no json",
                "{\"1\": 5}"
            })
    void graphsThatLeadNowhereSayNothing(String graph) throws IOException {
        assertThat(PromptText.read(png("tEXt", "prompt", graph), ImageFormat.PNG))
                .isEmpty();
    }

    @Test
    void aTextThatUnpacksWithoutEndIsCut() throws IOException {
        PromptText text = read("zTXt", "parameters", "x".repeat(8_000_000));
        assertThat(text.prompt()).hasSize(32_000);
    }

    @Test
    void otherPicturesSayNothing() throws IOException {
        Path plain = Files.write(folder.resolve("plain.png"), Samples.png(8, 8));
        assertThat(PromptText.read(plain, ImageFormat.PNG)).isEmpty();
        assertThat(PromptText.read(plain, ImageFormat.JPEG)).isEmpty();
    }

    private PromptText read(String kind, String keyword, String text) throws IOException {
        return PromptText.read(png(kind, keyword, text), ImageFormat.PNG).orElseThrow();
    }

    private Path png(String kind, String keyword, String text) throws IOException {
        return Files.write(folder.resolve("labelled.png"), withText(Samples.png(8, 8), kind, keyword, text));
    }

    /** A PNG with a text chunk behind its header. */
    private static byte[] withText(byte[] png, String kind, String keyword, String text) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(keyword.getBytes(ISO_8859_1));
        content.write(kind.equals("iTXt") ? new byte[5] : kind.equals("zTXt") ? new byte[2] : new byte[1]);
        if (kind.equals("zTXt")) {
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(content)) {
                deflated.write(text.getBytes(UTF_8));
            }
        } else {
            content.write(text.getBytes(UTF_8));
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write(kind.getBytes(ISO_8859_1));
        chunk.write(content.toByteArray());
        CRC32 sum = new CRC32();
        sum.update(chunk.toByteArray());
        int header = 33;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.write(png, 0, header);
        out.writeInt(content.size());
        out.write(chunk.toByteArray());
        out.writeInt((int) sum.getValue());
        out.write(png, header, png.length - header);
        return all.toByteArray();
    }
}
