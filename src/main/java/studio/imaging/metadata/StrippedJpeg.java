package studio.imaging.metadata;

import java.io.IOException;
import java.util.Optional;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.JpegHeader;

/**
 * JPEG (ITU T.81): tables, frames and scans, and of the application segments JFIF's (density), the colour profile's and
 * Adobe's, which says how colours are coded. It ends with the picture: phones append further pictures and films, each with
 * EXIF of its own.
 */
final class StrippedJpeg {
    private static final int MAX_SEGMENTS = 5000;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int FIRST_TABLE_OR_FRAME = 0xc0;
    private static final int LAST_TABLE_OR_FRAME = 0xdf;
    private static final int APP0 = 0xe0;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;

    private StrippedJpeg() {}

    static Optional<SplicedCopy> plan(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, 2);
        long at = 2;
        for (int i = 0; i < MAX_SEGMENTS; i++) {
            while (bytes.u8(at) == 0xff && bytes.u8(at + 1) == 0xff) {
                at++;
            }
            int marker = bytes.u8(at + 1);
            if (bytes.u8(at) != 0xff) {
                return Optional.empty();
            }
            if (marker == END_OF_IMAGE) {
                return Optional.of(copy.range(at, 2));
            }
            int length = bytes.u16be(at + 2);
            if (marker < FIRST_TABLE_OR_FRAME || marker == START_OF_IMAGE || restart(marker) || length < 2) {
                return Optional.empty();
            }
            long next = at + 2 + length;
            if (marker == START_OF_SCAN) {
                next = JpegHeader.scanEnd(bytes, next);
            }
            if (kept(bytes, at, marker)) {
                copy.range(at, next - at);
            }
            at = next;
        }
        return Optional.empty();
    }

    private static boolean kept(HeaderBytes bytes, long at, int marker) throws IOException {
        return switch (marker) {
            case APP0 -> bytes.has(at + 4, "JFIF\0");
            case APP2 -> bytes.has(at + 4, "ICC_PROFILE\0");
            case APP14 -> bytes.has(at + 4, "Adobe");
            default -> marker <= LAST_TABLE_OR_FRAME;
        };
    }

    private static boolean restart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }
}
