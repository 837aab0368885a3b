package studio.practice.painting;

/** Drifting clouds, flattened towards the horizon and lit from the side of the sun. */
final class Clouds implements Layer {
    private final Frame frame;
    private final Colour lit;
    private final Colour shade;
    private final Noise noise;
    private final float cover;
    private final float[] density;
    private final float[] light;

    /** @param cover 0 (clear) to 1 (overcast) */
    Clouds(Frame frame, Palette palette, float cover, long seed) {
        this.frame = frame;
        this.lit = palette.cloud();
        this.shade = palette.skyAt(0.55f).mix(palette.far(), 0.35f);
        this.noise = new Noise(seed);
        this.cover = cover;
        int samples = frame.width() / frame.step() + 3;
        this.density = new float[samples];
        this.light = new float[samples];
    }

    @Override
    public void paint(int y, float[] row) {
        if (y > frame.horizon()) {
            return;
        }
        sample(y);
        int step = frame.step();
        float nearHorizon = Colour.clamp((frame.horizon() - y) / (0.12f * frame.unit()));
        for (int x = 0; x < frame.width(); x++) {
            int s = x / step;
            float share = (x - s * step) / (float) step;
            float alpha = (density[s] + (density[s + 1] - density[s]) * share) * nearHorizon;
            if (alpha > 0.002f) {
                float bright = light[s] + (light[s + 1] - light[s]) * share;
                int i = 3 * x;
                row[i] += (shade.r() + (lit.r() - shade.r()) * bright - row[i]) * alpha;
                row[i + 1] += (shade.g() + (lit.g() - shade.g()) * bright - row[i + 1]) * alpha;
                row[i + 2] += (shade.b() + (lit.b() - shade.b()) * bright - row[i + 2]) * alpha;
            }
        }
    }

    private void sample(int y) {
        float unit = frame.unit();
        float height = (frame.horizon() - y) / unit;
        // The lower in the sky, the farther away: closer together and flatter.
        float distance = 1 / (0.22f + height);
        float v = distance * 3.1f;
        float threshold = 0.72f - 0.4f * cover;
        for (int s = 0; s < density.length; s++) {
            float u = (s * frame.step() - frame.width() / 2f) / unit * distance * 0.9f;
            float here = noise.octaves(u, v, 5);
            density[s] = 0.9f * Colour.smooth(threshold, threshold + 0.26f, here);
            if (density[s] > 0) {
                float above = noise.octaves(u + 0.05f, v + 0.16f, 4);
                light[s] = Colour.clamp(0.62f + 3.2f * (here - above));
            }
        }
    }
}
