package studio.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpooledJsonTest {
    private static final SpooledJson.Limits LIMITS = new SpooledJson.Limits(64 << 20, 1 << 20, 16);

    @TempDir
    Path folder;

    @Test
    void aLongDataUrlBecomesAFileWithItsBytes() throws Exception {
        byte[] picture = random(3_000_001);
        SpooledJson json = read(
                "{\"a\":1,\"url\":\"data:image/png;name=x.png;base64," + base64(picture) + "\",\"b\":[\"short\"]}");
        assertThat(json.tree().path("a").asInt()).isEqualTo(1);
        assertThat(json.tree().path("b").path(0).asText()).isEqualTo("short");
        Spooled.Binary file = binary(json, "url");
        assertThat(Files.readAllBytes(file.file())).isEqualTo(picture);
        assertThat(file.bytes()).isEqualTo(picture.length);
        assertThat(file.declaredType()).isEqualTo("image/png");
        assertThat(studio.files.Sha256.hex(file.file()))
                .isEqualTo(HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(picture)));
    }

    @Test
    void aNumberKeepsEveryDigitItIsWrittenWith() throws Exception {
        SpooledJson json = read("{\"cost\":0.03866520000000000001}");
        assertThat(json.tree().path("cost").asText()).isEqualTo("0.03866520000000000001");
    }

    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void bytesThatAreNoTextAreNoDocument(byte[] bytes) {
        assertThatThrownBy(() -> SpooledJson.read(new ByteArrayInputStream(bytes), folder, LIMITS))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void halvesOfPairsAndNulAreReplacedInShortAndLongStrings() throws Exception {
        String half = "a\\ud83d\\n\\ude00\\ud83d\\ud83d\\ude00\\u0000b";
        String whole = "a\uFFFD\n\uFFFD\uFFFD\uD83D\uDE00\uFFFDb";
        for (String more : new String[] {"", "x".repeat(5_000), "x".repeat(4_085)}) {
            SpooledJson json = read("{\"text\":\"" + more + half + "\",\"end\":\"" + more + "\\ud83d\"}");
            JsonNode text = json.tree().path("text");
            assertThat(text(json, text)).isEqualTo(more + whole);
            assertThat(text(json, json.tree().path("end"))).isEqualTo(more + "\uFFFD");
        }
    }

    private static String text(SpooledJson json, JsonNode node) throws IOException {
        return json.spooled(node).orElse(null) instanceof Spooled.Text file
                ? Files.readString(file.file())
                : node.textValue();
    }

    @Test
    void everyWayOfWritingBase64IsRead() throws Exception {
        byte[] picture = random(9_998);
        String plain = base64(picture);
        for (String written : new String[] {
            plain,
            Base64.getMimeEncoder().encodeToString(picture).replace("\r\n", "\\r\\n"),
            Base64.getUrlEncoder().encodeToString(picture),
            Base64.getEncoder().withoutPadding().encodeToString(picture),
            plain.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D"),
            plain.replace("/", "\\/"),
            plain.replace("A", "\\u0041"),
        }) {
            SpooledJson json = read("{\"url\":\"data:;charset=x;BASE64," + written + "\"}");
            Spooled.Binary file = binary(json, "url");
            assertThat(Files.readAllBytes(file.file())).isEqualTo(picture);
            assertThat(file.declaredType()).isNull();
        }
    }

    /** Whatever piece of the document ends where: groups, escapes and white space are cut in two everywhere. */
    @Test
    void aPictureComesOutHoweverItArrives() throws Exception {
        byte[] picture = random(30_011);
        String plain = base64(picture);
        for (String written : new String[] {
            plain, plain.replace("/", "\\/"), plain.replaceAll("(.{76})", "$1\\\\r\\\\n"), plain.replace("/", "\\u002f")
        }) {
            byte[] document =
                    ("{\"a\":\"data:image/png;base64," + written + "\",\"b\":1}").getBytes(StandardCharsets.UTF_8);
            for (int step : new int[] {1, 3, 5, 7, 64, 4099}) {
                SpooledJson json = SpooledJson.read(dripping(document, step), folder, LIMITS);
                assertThat(Files.readAllBytes(binary(json, "a").file())).isEqualTo(picture);
                assertThat(json.tree().path("b").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatHasArrivedIsOnDiskBeforeMoreIsWaitedFor() throws Exception {
        byte[] picture = random(90_000);
        byte[] document = ("{\"a\":\"data:image/png;base64," + base64(picture)).getBytes(StandardCharsets.UTF_8);
        InputStream upstream = new ByteArrayInputStream(document) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                if (pos > 1_000) {
                    int whole = (pos - "{\"a\":\"data:image/png;base64,".length()) / 4 * 3;
                    assertThat(written()).isEqualTo(Arrays.copyOf(picture, whole));
                }
                return super.read(target, offset, Math.min(10_000, length));
            }
        };
        assertThatThrownBy(() -> SpooledJson.read(upstream, folder, LIMITS))
                .isInstanceOf(JsonProcessingException.class);
    }

    private byte[] written() {
        try (var files = Files.list(folder)) {
            return Files.readAllBytes(files.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void bareBase64OfAPictureIsDecodedAndProseIsNot() throws Exception {
        byte[] png = Arrays.copyOf(HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"), 8_000);
        String prose = "一只猫 said \"hi\" \\ and so on\n".repeat(500);
        String escaped = prose.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        SpooledJson json = read("{\"b64_json\":\"" + base64(png) + "\",\"content\":\"" + escaped + "\"}");
        assertThat(Files.readAllBytes(binary(json, "b64_json").file())).isEqualTo(png);
        Spooled.Text text =
                (Spooled.Text) json.spooled(json.tree().path("content")).orElseThrow();
        assertThat(Files.readString(text.file())).isEqualTo(prose);
    }

    @Test
    void garbageInsideAPictureIsDamageNotAnotherPicture() throws Exception {
        String text = base64(random(9_000));
        SpooledJson json = read("[\"data:image/png;base64," + text.substring(0, 5000) + "!" + text.substring(5000)
                + "\",\"data:image/png;base64,\",\"data:image/png;base64,A\"]");
        for (int i = 0; i < 3; i++) {
            assertThat(json.spooled(json.tree().path(i)).orElseThrow()).isInstanceOf(Spooled.Damaged.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void escapesAtEveryChunkBorderComeOutRight() throws Exception {
        String unit = "x\uD83D\uDE00\\\"é\t";
        String text = unit.repeat(2_000);
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            escaped.append(
                    switch (c) {
                        case '\\' -> "\\\\";
                        case '"' -> "\\\"";
                        case '\t' -> "\\t";
                        default -> c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c);
                    });
        }
        byte[] document = ("{\"t\":\"" + escaped + "\",\"n\":7}").getBytes(StandardCharsets.UTF_8);
        for (int step : new int[] {1, 2, 3, 7, 64, 4096}) {
            SpooledJson json = SpooledJson.read(dripping(document, step), folder, LIMITS);
            Spooled.Text read =
                    (Spooled.Text) json.spooled(json.tree().path("t")).orElseThrow();
            assertThat(Files.readString(read.file())).isEqualTo(text);
            assertThat(json.tree().path("n").asInt()).isEqualTo(7);
        }
    }

    @Test
    void aBrokenDocumentIsAnErrorAndLeavesWhatHadCome() throws Exception {
        byte[] picture = random(50_000);
        for (String document : new String[] {
            "",
            "   ",
            "{",
            "{\"a\":\"data:image/png;base64," + base64(picture),
            "{\"a\":\"data:image/png;base64," + base64(picture) + "\"",
            "{\"a\":\"data:image/png;base64," + base64(picture) + "\"} trailing",
            "{\"a\":\"unfinished",
            "<html>no</html>",
            "[".repeat(10_000),
        }) {
            assertThatThrownBy(() -> read(document))
                    .as(document.substring(0, Math.min(40, document.length())))
                    .isInstanceOf(JsonProcessingException.class);
        }
        try (var left = Files.list(folder)) {
            assertThat(left.toList()).hasSize(3).allSatisfy(file -> assertThat(file)
                    .hasBinaryContent(picture));
        }
    }

    @Test
    void limitsHold() {
        assertThatThrownBy(() -> SpooledJson.read(
                        in("{\"a\":\"" + "x".repeat(70_000) + "\"}"), folder, new SpooledJson.Limits(60_000, 1000, 5)))
                .isInstanceOf(SpooledJson.LimitException.class);
        assertThatThrownBy(() -> SpooledJson.read(
                        in("[" + "1,".repeat(5_000) + "1]"), folder, new SpooledJson.Limits(60_000, 1000, 5)))
                .isInstanceOf(SpooledJson.LimitException.class);
        assertThatThrownBy(() -> SpooledJson.read(
                        in("[" + "\"data:x\",".repeat(9) + "1]"), folder, new SpooledJson.Limits(60_000, 1000, 5)))
                .isInstanceOf(SpooledJson.LimitException.class);
    }

    @Test
    void picturesInsideRunningTextAreFound() throws Exception {
        byte[] first = random(70_000);
        byte[] second = random(5);
        String text = "Dates: data, data:. Here ![a](data:image/png;base64," + base64(first) + ") and\n"
                + "data:image/webp;base64," + base64(second) + "\nend 完";
        EmbeddedPictures.Found found = EmbeddedPictures.find(in(text), folder, "t", 10_000, 8);
        assertThat(found.text())
                .isEqualTo("Dates: data, data:. Here ![a](" + EmbeddedPictures.mark(0) + ") and\n"
                        + EmbeddedPictures.mark(1) + "\nend 完");
        assertThat(Files.readAllBytes(((Spooled.Binary) found.pictures().get(0)).file()))
                .isEqualTo(first);
        assertThat(Files.readAllBytes(((Spooled.Binary) found.pictures().get(1)).file()))
                .isEqualTo(second);
    }

    private SpooledJson read(String document) throws IOException {
        return SpooledJson.read(in(document), folder, LIMITS);
    }

    private static Spooled.Binary binary(SpooledJson json, String field) {
        return (Spooled.Binary) json.spooled(json.tree().path(field)).orElseThrow();
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream dripping(byte[] document, int step) {
        return new ByteArrayInputStream(document) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(step, length));
            }
        };
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
