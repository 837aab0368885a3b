package studio.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.JpegHeader;
import studio.imaging.probe.NotAnImageException;

/**
 * Completes a JPEG that lacks nothing but its end marker, or half of it, as some encoders and relays leave it. Whether more is
 * missing is decided by its scans, all of which must be there, and by decoding it.
 */
public final class CompletedJpeg {
    private static final int MAX_SEGMENTS = 5000;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int DECODED_SIDE = 64;
    private static final long ALL = -1L;

    private CompletedJpeg() {}

    /**
     * Adds the marker in place.
     *
     * @return what the file is now; the same as before when it is no such picture
     */
    public static ImageInfo of(Decoding decoding, Path file, ImageInfo info) throws IOException {
        if (info.format() != ImageFormat.JPEG || info.complete() || !decoding.reads(info.format()) || !allScans(file)) {
            return info;
        }
        Path copy = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".jpg");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            append(copy);
            ImageInfo whole = ImageProbe.probe(copy);
            decoding.decode(copy, whole, DECODED_SIDE, picture -> true);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return whole;
        } catch (NotAnImageException | UndecodedException e) {
            return info;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void append(Path file) throws IOException {
        boolean half;
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            half = bytes.u8(bytes.size() - 1) == 0xff;
        }
        byte[] marker = half ? new byte[] {(byte) END_OF_IMAGE} : new byte[] {(byte) 0xff, (byte) END_OF_IMAGE};
        Files.write(file, marker, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether every coefficient of every component has been in a scan with its last bit (ITU T.81, G.1.1). */
    private static boolean allScans(Path file) throws IOException {
        Map<Integer, Long> coefficients = new HashMap<>();
        try (HeaderBytes bytes = HeaderBytes.unlimited(file)) {
            boolean progressive = false;
            long at = 2;
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                int marker = bytes.u8(at + 1);
                if (bytes.u8(at) != 0xff || marker == END_OF_IMAGE) {
                    break;
                }
                if (marker == 0xff) {
                    at++;
                    continue;
                }
                if (JpegHeader.startsFrame(marker)) {
                    progressive = (marker & 3) == 2;
                    for (int c = 0; c < bytes.u8(at + 9); c++) {
                        coefficients.put(bytes.u8(at + 10 + 3L * c), 0L);
                    }
                }
                long next = at + 2 + bytes.u16be(at + 2);
                if (marker == START_OF_SCAN) {
                    scan(bytes, at + 4, progressive, coefficients);
                    next = JpegHeader.scanEnd(bytes, next);
                }
                at = next;
            }
        } catch (EOFException e) {
            // Where the end marker should be, or earlier.
        }
        return !coefficients.isEmpty() && coefficients.values().stream().allMatch(seen -> seen == ALL);
    }

    private static void scan(HeaderBytes bytes, long at, boolean progressive, Map<Integer, Long> coefficients)
            throws IOException {
        int components = bytes.u8(at);
        long selection = at + 1 + 2L * components;
        int first = bytes.u8(selection);
        int last = bytes.u8(selection + 1);
        boolean lastBit = (bytes.u8(selection + 2) & 15) == 0;
        long seen = ALL;
        if (progressive) {
            seen = lastBit && first <= last && last < 64 ? (ALL >>> (63 - last + first)) << first : 0;
        }
        for (int i = 0; i < components; i++) {
            long bits = seen;
            coefficients.computeIfPresent(bytes.u8(at + 1 + 2L * i), (id, before) -> before | bits);
        }
    }
}
