package studio.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes the way broken lines, broken programs and attackers do. The same seed gives the same damage. */
public final class Mutations {
    private static final List<String> TOKENS = List.of(
            "null",
            "\"",
            "\\u0000",
            "\\ud800",
            "1e999",
            "-1",
            "99999999999999999999",
            "{}",
            "[]",
            "[".repeat(3000),
            "{\"a\":".repeat(1500),
            "\n\n",
            "data: [DONE]\n\n",
            "data:image/png;base64,",
            "====",
            "\u0000",
            "\uFEFF",
            "<html>");

    private static final int[] EXTREMES = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, Integer.MAX_VALUE, -1, 1 << 31};

    private Mutations() {}

    public static byte[] of(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return token(random);
        }
        int at = place(bytes.length, random);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : bytes.length));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, at), token(random), Arrays.copyOfRange(bytes, at, bytes.length));
            case 4 -> joined(Arrays.copyOf(bytes, at), token(random), Arrays.copyOfRange(bytes, to, bytes.length));
            case 5 -> number(bytes, at, random);
            default -> {
                bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
                yield bytes;
            }
        };
    }

    /** Beginnings hold the headers, so they are hit as often as all the rest. */
    private static int place(int length, Random random) {
        return random.nextInt(random.nextBoolean() ? length : Math.min(length, 200));
    }

    /** Lengths and counts of any width and byte order. */
    private static byte[] number(byte[] bytes, int at, Random random) {
        int value = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = Math.min(1 << random.nextInt(3), bytes.length - at);
        boolean little = random.nextBoolean();
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >> 8 * (little ? i : width - 1 - i));
        }
        return bytes;
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
