package studio.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Base64FileTest {
    private final Random random = new Random(11);

    @TempDir
    Path folder;

    @Test
    void longTextsComeOutWhateverStandsBetweenTheirCharacters() throws IOException {
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[1 + random.nextInt(40_000)];
            random.nextBytes(bytes);
            Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
            String text = (random.nextBoolean() ? encoder : encoder.withoutPadding()).encodeToString(bytes);
            StringBuilder written = new StringBuilder(text);
            for (int i = random.nextInt(4); i > 0; i--) {
                written.insert(random.nextInt(written.length()), random.nextBoolean() ? "\n" : " \t");
            }
            assertThat(decoded(written.toString())).as("round %d", round).isEqualTo(bytes);
        }
    }

    @Test
    void aForeignCharacterAnywhereIsNoticedWhereItStands() throws IOException {
        byte[] bytes = new byte[30_000];
        random.nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        for (int round = 0; round < 200; round++) {
            int at = random.nextInt(text.length() - 1);
            byte[] damaged = text.getBytes(StandardCharsets.ISO_8859_1);
            damaged[at] = (byte) "!#\"\\*\u00e4~".charAt(random.nextInt(7));
            if (damaged[at] == '\\') {
                damaged[at + 1] = 'x';
            }
            assertThat(taken(damaged)).isEqualTo(at);
        }
    }

    @Test
    void paddingInTheMiddleIsNoEnd() throws IOException {
        String text = "QUFB".repeat(1023) + "QQ==" + "QUFB".repeat(2000);
        assertThat(taken(text.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(4096);
    }

    private int taken(byte[] text) throws IOException {
        try (Base64File file = new Base64File(folder.resolve("taken"), false)) {
            return file.decode(text, 0, text.length);
        }
    }

    private byte[] decoded(String text) throws IOException {
        try (Base64File file = new Base64File(folder.resolve("decoded"), false)) {
            byte[] written = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < written.length; ) {
                int length = Math.min(written.length - at, 1 + random.nextInt(20_000));
                assertThat(file.decode(written, at, length)).isEqualTo(length);
                at += length;
            }
            assertThat(file.finish(true, null)).isInstanceOf(Spooled.Binary.class);
        }
        return Files.readAllBytes(folder.resolve("decoded"));
    }
}
