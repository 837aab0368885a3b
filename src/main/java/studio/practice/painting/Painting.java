package studio.practice.painting;

import java.util.List;

/** Paints an order row by row, as 8-bit RGB; memory grows with the width only. Not for several threads at once. */
public final class Painting {
    private final Order order;
    private final List<Frame.Layer> layers;
    private final float[] row;

    public Painting(Order order) {
        this.order = order;
        this.layers = Scene.layers(order);
        this.row = new float[3 * order.width()];
    }

    /** @param rgb filled with red, green and blue of each pixel from left to right */
    public void row(int y, byte[] rgb) {
        layers.forEach(layer -> layer.paint(y, row));
        float v = 2f * (y + 0.5f) / order.height() - 1;
        for (int x = 0; x < order.width(); x++) {
            float u = 2f * (x + 0.5f) / order.width() - 1;
            float corner = (u * u + v * v) * 0.5f;
            float vignette = 1 - 0.3f * corner * corner;
            // Half a step of noise hides the bands that smooth skies would show in eight bits.
            int grain = (x * 0x27D4EB2D) ^ (y * 0x165667B1);
            grain = (grain ^ (grain >>> 15)) * 0x2C1B3C6D;
            float dither = ((grain ^ (grain >>> 13)) >>> 8) * 0x1p-24f;
            for (int i = 3 * x; i < 3 * x + 3; i++) {
                rgb[i] = (byte) Math.clamp((int) (row[i] * vignette * 255 + dither), 0, 255);
            }
        }
    }
}
