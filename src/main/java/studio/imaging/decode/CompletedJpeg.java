package studio.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.JpegSegments;
import studio.imaging.probe.JpegSegments.Segment;
import studio.imaging.probe.NotAnImageException;

/**
 * Completes a JPEG that lacks nothing but its end marker, or half of it, as some encoders and relays leave it. Whether more is
 * missing is decided by its scans, all of which must be there, and by decoding it.
 */
public final class CompletedJpeg {
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
            end(copy);
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

    private static void end(Path picture) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(picture.toFile(), "rw")) {
            file.seek(file.length() - 1);
            if (file.read() != 0xff) {
                file.write(0xff);
            }
            file.write(JpegSegments.END_OF_IMAGE);
            file.getFD().sync();
        }
    }

    /** Whether every coefficient of every component has been in a scan with its last bit (ITU T.81, G.1.1). */
    private static boolean allScans(Path file) throws IOException {
        Map<Integer, Long> coefficients = new HashMap<>();
        try (HeaderBytes bytes = HeaderBytes.unlimited(file)) {
            JpegSegments segments = new JpegSegments(bytes);
            boolean progressive = false;
            for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
                long at = segment.content();
                if (segment.frame()) {
                    progressive = segment.progressive();
                    for (int c = 0; c < bytes.u8(at + 5); c++) {
                        coefficients.put(bytes.u8(at + 6 + 3L * c), 0L);
                    }
                } else if (segment.marker() == JpegSegments.START_OF_SCAN) {
                    long inScan = inScan(bytes, at);
                    long seen = progressive ? inScan : ALL;
                    for (int c = 0; c < bytes.u8(at); c++) {
                        coefficients.computeIfPresent(bytes.u8(at + 1 + 2L * c), (id, before) -> before | seen);
                    }
                }
            }
        } catch (EOFException e) {
            // Where the end marker should be, or earlier.
        }
        return !coefficients.isEmpty() && coefficients.values().stream().allMatch(seen -> seen == ALL);
    }

    /** The coefficients that this scan of a progressive picture completes, one bit each. */
    private static long inScan(HeaderBytes bytes, long at) throws IOException {
        long selection = at + 1 + 2L * bytes.u8(at);
        int first = bytes.u8(selection);
        int last = bytes.u8(selection + 1);
        boolean lastBit = (bytes.u8(selection + 2) & 15) == 0;
        return lastBit && first <= last && last < 64 ? (ALL >>> (63 - last + first)) << first : 0;
    }
}
