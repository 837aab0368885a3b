package studio.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteScanTest {
    @Test
    void itFindsWhatLookingAtEachByteFinds() {
        ByteScan scan = new ByteScan('"', '\\');
        Random random = new Random(3);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            // Neighbours of the two, and bytes that differ in the highest bit only, are where words mislead.
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(6) == 0) {
                    bytes[i] = (byte) "\"\\!#[]\u00a2\u00dc\u0000\u0001".charAt(random.nextInt(10));
                }
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(scan.find(bytes, from, to)).isEqualTo(oneByOne(bytes, from, to));
        }
    }

    private static int oneByOne(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }
}
