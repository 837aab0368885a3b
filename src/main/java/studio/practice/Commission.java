package studio.practice;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import studio.practice.encoding.JpegWriter;
import studio.practice.encoding.PngWriter;
import studio.practice.painting.Order;
import studio.practice.painting.Painting;

/**
 * One picture to be drawn and its file format.
 *
 * @param jpeg otherwise PNG
 * @param quality of JPEG, 1 to 100
 */
public record Commission(Order order, boolean jpeg, int quality) {
    private static final int PNG_LEVEL = 3;

    public String mediaType() {
        return jpeg ? "image/jpeg" : "image/png";
    }

    /** About how many bytes it will have. */
    long expectedBytes() {
        return (long) order.width() * order.height() * (jpeg ? 1 : 6) / 4;
    }

    /** The same scene as a rough draft, {@code factor} times as wide and high. */
    public Commission draft(float factor) {
        PictureSize size = new PictureSize(order.width(), order.height()).times(factor);
        return new Commission(order.sized(size.width(), size.height()), jpeg, quality);
    }

    /** Draws and writes at the same time; the stream stays open. */
    void draw(OutputStream out) throws IOException {
        Painting painting = Painting.of(order);
        if (jpeg) {
            new JpegWriter(quality).write(painting, out);
        } else {
            new PngWriter(PNG_LEVEL).write(painting, out);
        }
    }

    /** A stream whose close is a flush, for encoders that end by closing. */
    static OutputStream keptOpen(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
