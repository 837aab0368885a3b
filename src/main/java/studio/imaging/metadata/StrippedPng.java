package studio.imaging.metadata;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import studio.imaging.probe.HeaderBytes;

/** PNG: the chunks that pixels and colours need (PNG, third edition, section 11), and nothing behind the last one. */
final class StrippedPng {
    private static final int SIGNATURE = 8;
    private static final int MAX_CHUNKS = 100_000;
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
            "bKGD", "hIST", "pHYs", "sPLT");

    private StrippedPng() {}

    static Optional<SplicedCopy> plan(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, SIGNATURE);
        long at = SIGNATURE;
        for (int i = 0; i < MAX_CHUNKS; i++) {
            long length = bytes.u32be(at) + 12;
            String name = bytes.name(at + 4);
            if (at + length > bytes.size() || (critical(name) && !KEPT.contains(name))) {
                return Optional.empty();
            }
            if (KEPT.contains(name)) {
                copy.range(at, length);
            }
            if (name.equals("IEND")) {
                return Optional.of(copy);
            }
            at += length;
        }
        return Optional.empty();
    }

    /** Without such a chunk the picture cannot be shown. */
    private static boolean critical(String name) {
        return Character.isUpperCase(name.charAt(0));
    }
}
