package studio.practice.painting;

import java.util.List;
import studio.practice.encoding.Rows;

/**
 * A landscape of any size, made row by row. The same order gives the same pixels. Not for several threads at once; memory
 * grows with the width only.
 */
public final class Painting implements Rows {
    private final int width;
    private final int height;
    private final List<Layer> layers;
    private final float[] row;

    private Painting(int width, int height, List<Layer> layers) {
        this.width = width;
        this.height = height;
        this.layers = layers;
        this.row = new float[3 * width];
    }

    /**
     * Sets up the layers; nothing is drawn yet.
     *
     * @param order what to paint; width and height from 1 up
     */
    public static Painting of(Order order) {
        return new Painting(order.width(), order.height(), new Composition(order).layers());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void row(int y, byte[] rgb) {
        for (Layer layer : layers) {
            layer.paint(y, row);
        }
        float v = 2f * (y + 0.5f) / height - 1;
        for (int x = 0; x < width; x++) {
            float u = 2f * (x + 0.5f) / width - 1;
            float corner = (u * u + v * v) * 0.5f;
            float vignette = 1 - 0.3f * corner * corner;
            // Half a step of noise hides the bands that smooth skies would show in eight bits.
            int grain = (x * 0x27D4EB2D) ^ (y * 0x165667B1);
            grain = (grain ^ (grain >>> 15)) * 0x2C1B3C6D;
            float dither = ((grain ^ (grain >>> 13)) >>> 8) * 0x1p-24f;
            int i = 3 * x;
            for (int part = 0; part < 3; part++) {
                int value = (int) (row[i + part] * vignette * 255 + dither);
                rgb[i + part] = (byte) Math.clamp(value, 0, 255);
            }
        }
    }
}
