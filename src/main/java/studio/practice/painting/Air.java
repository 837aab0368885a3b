package studio.practice.painting;

import studio.practice.painting.Frame.Layer;

/** What is above the horizon. */
final class Air {
    private static final int CURTAINS = 3;

    private Air() {}

    /**
     * The gradient of the air, the glow around sun or moon, and its disc: the moon's has dark plains.
     *
     * @param glow 0 (none) to 1 (a low sun)
     * @param radius pixels of the disc; 0: none is seen
     */
    static Layer sky(Frame frame, Palette palette, float glow, float radius, long seed) {
        Noise noise = new Noise(seed);
        return (y, row) -> {
            Colour air = palette.skyAt(y / Math.max(1, frame.horizon()));
            for (int x = 0; x < frame.width(); x++) {
                float dx = x + 0.5f - frame.sunX();
                float dy = y + 0.5f - frame.sunY();
                float d = (dx * dx + dy * dy) / (frame.unit() * frame.unit());
                air.over(row, x, 1);
                palette.light().shine(row, x, glow * (0.42f / ((1 + 9 * d) * (1 + 9 * d)) + 0.55f / (1 + 160 * d)));
                float inside = radius + 0.5f - (float) Math.sqrt(dx * dx + dy * dy);
                if (inside > 0 && radius > 0) {
                    float plain = noise.octaves(dx / radius * 1.7f + 5, dy / radius * 1.7f, 4);
                    float shade = palette.dark() ? 0.95f - 0.2f * Colour.smooth(0.46f, 0.68f, plain) : 1.06f;
                    palette.light().times(shade).over(row, x, Colour.clamp(inside));
                }
            }
        };
    }

    /**
     * Drifting clouds, flattened towards the horizon and lit from the side of the sun.
     *
     * @param cover 0 (clear) to 1 (overcast)
     */
    static Layer clouds(Frame frame, Palette palette, float cover, long seed) {
        Noise noise = new Noise(seed);
        Colour shade = palette.skyAt(0.55f).mix(palette.far(), 0.35f);
        float threshold = 0.72f - 0.4f * cover;
        float middle = frame.width() / 2f / frame.unit();
        float[] density = new float[frame.width()];
        float[] above = new float[frame.width()];
        return (y, row) -> {
            float height = (frame.horizon() - y) / frame.unit();
            if (height < 0) {
                return;
            }
            // The lower in the sky, the farther away: closer together and flatter.
            float far = 1 / (0.22f + height);
            frame.smooth(density, u -> noise.octaves((u - middle) * far * 0.9f, far * 3.1f, 5));
            frame.smooth(above, u -> noise.octaves((u - middle) * far * 0.9f + 0.05f, far * 3.1f + 0.16f, 4));
            for (int x = 0; x < frame.width(); x++) {
                float alpha = Colour.smooth(threshold, threshold + 0.26f, density[x]) * Colour.clamp(height * 8);
                if (alpha > 0.002f) {
                    float light = Colour.clamp(0.62f + 3.2f * (density[x] - above[x]));
                    shade.mix(palette.cloud(), light).over(row, x, 0.9f * alpha);
                }
            }
        };
    }

    /** Northern lights: curtains that fade upwards from a wavy hem, with fine vertical rays. */
    static Layer aurora(Frame frame, long seed) {
        Noise noise = new Noise(seed);
        float unit = frame.unit();
        float[][] hems = new float[CURTAINS][];
        float[][] rays = new float[CURTAINS][];
        for (int i = 0; i < CURTAINS; i++) {
            int c = i;
            float middle = frame.horizon() * (0.48f + 0.16f * c);
            hems[c] = frame.line(1.3f, u -> middle + unit * 0.42f * (noise.octaves(u + 11 * c, c, 3) - 0.5f));
            float[] fine = frame.line(26, u -> 0.52f + 0.57f * noise.octaves(u, 40 + c, 3));
            rays[c] = frame.line(2.1f, u -> Colour.smooth(0.22f, 0.6f, noise.octaves(u + 7 * c, 9 + c, 3)));
            for (int x = 0; x < fine.length; x++) {
                rays[c][x] *= fine[x];
            }
        }
        return (y, row) -> {
            for (int c = 0; c < CURTAINS; c++) {
                for (int x = 0; x < frame.width(); x++) {
                    float up = (hems[c][x] - y) / (unit * (0.36f - 0.05f * c));
                    float light = rays[c][x] / (1 + (up < 0 ? 900 * up * up : 4 * up * up * (1 + up)));
                    float high = Colour.smooth(0.1f, 1.3f, up);
                    new Colour(0.18f + 0.45f * high, 0.98f - 0.66f * high, 0.58f + 0.2f * high).over(row, x, light);
                }
            }
        };
    }
}
