package studio.imaging.decode;

import java.io.IOException;
import java.nio.file.Path;
import studio.imaging.probe.ImageFormat;

/** Pixels in memory, upright, eight bits a band, in sRGB. To be used and closed by the thread that decoded them. */
public interface DecodedPicture extends AutoCloseable {
    int longSide();

    /** Whether it can have transparent parts, that is, an alpha channel. */
    boolean transparent();

    /** Scales down to fit into a square of this side. */
    DecodedPicture inside(int side) throws IOException;

    /** Scales up or down in either direction. */
    DecodedPicture exactly(int width, int height) throws IOException;

    /** Scales the centre to fill a square of this side. */
    DecodedPicture cover(int side) throws IOException;

    /**
     * Writes the picture without any metadata. What is transparent becomes white in a JPEG.
     *
     * @param format one that the decoder {@linkplain DecoderInfo#writes writes}
     * @param quality 1 to 100; without meaning for PNG
     * @param file written over; its name ends in the format's {@linkplain ImageFormat#extension() extension}
     */
    void write(ImageFormat format, int quality, Path file) throws IOException;

    /** The same into memory, for small pictures. */
    byte[] encoded(ImageFormat format, int quality) throws IOException;

    @Override
    void close();
}
