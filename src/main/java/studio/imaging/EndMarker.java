package studio.imaging;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.JpegSegments;
import studio.imaging.probe.NotAnImageException;

/** Adds the end marker to a JPEG that lacks nothing else. */
final class EndMarker {
    /** Into which a picture is decoded to prove it. */
    private static final int PROOF_SIDE = 64;

    private EndMarker() {}

    /** Returns what the file is now: unchanged where scans are missing, or where it cannot be decoded with the marker. */
    static ImageInfo added(Path picture, ImageInfo info, Decoding decoding) throws IOException {
        return allScans(picture) ? proven(picture, info, decoding) : info;
    }

    private static boolean allScans(Path picture) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(picture)) {
            return JpegSegments.allScans(bytes);
        }
    }

    private static ImageInfo proven(Path picture, ImageInfo info, Decoding decoding) throws IOException {
        Path copy = Files.createTempFile(picture.toAbsolutePath().getParent(), ".", ".jpg");
        try {
            Files.copy(picture, copy, StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
                file.seek(file.length() - 1);
                if (file.read() != 0xff) {
                    file.write(0xff);
                }
                file.write(JpegSegments.END_OF_IMAGE);
                file.getFD().sync();
            }
            ImageInfo complete = ImageProbe.probe(copy);
            decoding.decode(copy, complete, PROOF_SIDE, decoded -> true);
            Files.move(copy, picture, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return complete;
        } catch (NotAnImageException | UndecodedException e) {
            return info;
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
