package studio.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64DecoderTest {
    private final Random random = new Random(11);

    @Test
    void longTextsComeOutWhateverStandsBetweenTheirCharacters() throws IOException {
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(40_000)];
            random.nextBytes(bytes);
            Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
            String text = (random.nextBoolean() ? encoder : encoder.withoutPadding()).encodeToString(bytes);
            StringBuilder written = new StringBuilder(text);
            for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
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
            int at = random.nextInt(text.length());
            byte[] damaged = text.getBytes(StandardCharsets.ISO_8859_1);
            damaged[at] = (byte) "!#\"\\*\u00e4~".charAt(random.nextInt(7));
            Base64Decoder decoder = new Base64Decoder(new ByteArrayOutputStream(), false, false);
            assertThat(decoder.decode(damaged, 0, damaged.length)).isEqualTo(at);
        }
    }

    @Test
    void paddingInTheMiddleIsNoEnd() throws IOException {
        String text = "QUFB".repeat(1023) + "QQ==" + "QUFB".repeat(2000);
        Base64Decoder decoder = new Base64Decoder(new ByteArrayOutputStream(), false, false);
        byte[] written = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(decoder.decode(written, 0, written.length)).isEqualTo(4096);
    }

    private byte[] decoded(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Base64Decoder decoder = new Base64Decoder(out, false, false);
        byte[] written = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < written.length; ) {
            int length = Math.min(written.length - at, 1 + random.nextInt(20_000));
            assertThat(decoder.decode(written, at, length)).isEqualTo(length);
            at += length;
        }
        assertThat(decoder.finish()).isTrue();
        return out.toByteArray();
    }
}
