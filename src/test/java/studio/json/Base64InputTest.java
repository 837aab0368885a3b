package studio.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64InputTest {
    @Test
    void bytesOfEveryLengthAreEncodedHoweverTheyAreRead() throws IOException {
        Random random = new Random(5);
        for (int length = 0; length < 200_000; length = length < 40 ? length + 1 : length * 3 + 1) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] expected = Base64.getEncoder().encode(bytes);
            assertThat(Base64Input.length(length)).isEqualTo(expected.length);
            assertThat(input(bytes).readAllBytes()).isEqualTo(expected);
            Base64Input slow = input(bytes);
            byte[] read = new byte[expected.length];
            for (int at = 0; at < read.length; ) {
                at += slow.read(read, at, Math.min(read.length - at, 1 + random.nextInt(70_000)));
            }
            assertThat(read).isEqualTo(expected);
            assertThat(slow.read()).isEqualTo(-1);
        }
    }

    private static Base64Input input(byte[] bytes) {
        return new Base64Input(new ByteArrayInputStream(bytes));
    }
}
