package studio.imaging;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import studio.imaging.decode.DecodeMemory;
import studio.imaging.decode.Decoding;
import studio.imaging.imageio.ImageIoDecoder;
import studio.imaging.vips.VipsDecoder;
import studio.imaging.vips.VipsLibrary;
import studio.imaging.vips.VipsLibrary.VipsException;
import studio.imaging.vips.VipsLocations;

/** Both decoders as the server has them, without a journal. */
public final class Decoders {
    private static final Path TEMP = Path.of(System.getProperty("java.io.tmpdir"));

    private Decoders() {}

    /** The library that the build fetched; without it the test is skipped. */
    public static VipsLibrary library() throws VipsException {
        List<Path> candidates = VipsLocations.candidates(null);
        assumeThat(candidates)
                .as("libvips, fetched by the build unless -Dskip.vips")
                .isNotEmpty();
        return VipsLibrary.open(candidates.getFirst());
    }

    public static Decoding vips() throws VipsException {
        return vips(library(), DecodeMemory.available());
    }

    public static Decoding vips(VipsLibrary library, long memory) throws VipsException {
        return new Decoding(new VipsDecoder(library, memory, TEMP), null);
    }

    public static Decoding imageIo() {
        return imageIo(DecodeMemory.available());
    }

    public static Decoding imageIo(long memory) {
        return new Decoding(new ImageIoDecoder(memory), null);
    }

    public static Decoding none() {
        return new Decoding(null, null);
    }
}
