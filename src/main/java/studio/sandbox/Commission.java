package studio.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import studio.sandbox.encoding.JpegWriter;
import studio.sandbox.encoding.PngWriter;
import studio.sandbox.painting.Order;
import studio.sandbox.painting.Painting;

/** One picture to be drawn and its file format. */
record Commission(Order order, boolean jpeg) {
    private static final int QUALITY = 88;
    private static final int PNG_LEVEL = 3;

    String mediaType() {
        return jpeg ? "image/jpeg" : "image/png";
    }

    /** Draws and writes at the same time; the stream stays open. */
    void draw(OutputStream out) throws IOException {
        Painting painting = Painting.of(order);
        if (jpeg) {
            new JpegWriter(QUALITY).write(painting, out);
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
