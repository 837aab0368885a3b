package studio.imaging.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a format's closing bytes. Many writers append padding or data of their own (motion photos, signatures), so they
 * count anywhere in the last {@value #TAIL} bytes.
 */
final class Ending {
    private static final int TAIL = 64 * 1024;

    private Ending() {}

    /** @param from where pixel data starts at the earliest; the bytes before it do not count */
    static boolean contains(HeaderBytes bytes, String ending, long from) throws IOException {
        if (bytes.has(bytes.size() - ending.length(), ending)) {
            return bytes.size() - ending.length() >= from;
        }
        long start = Math.max(from, bytes.size() - TAIL);
        String tail = new String(bytes.slice(start, TAIL), StandardCharsets.ISO_8859_1);
        return tail.contains(ending);
    }
}
