package studio.practice.painting;

/** Northern lights: curtains that fade upwards from a wavy hem, with fine vertical rays. */
final class Aurora implements Layer {
    private final Frame frame;
    private final float[][] hems;
    private final float[][] rays;

    Aurora(Frame frame, long seed) {
        this.frame = frame;
        Noise noise = new Noise(seed);
        int curtains = 3;
        hems = new float[curtains][frame.width()];
        rays = new float[curtains][frame.width()];
        for (int c = 0; c < curtains; c++) {
            for (int x = 0; x < frame.width(); x++) {
                float u = x / frame.unit();
                hems[c][x] = frame.horizon() * (0.48f + 0.16f * c)
                        + frame.unit() * 0.42f * (noise.octaves(u * 1.3f + 11 * c, c, 3) - 0.5f);
                float fold = Colour.smooth(0.22f, 0.6f, noise.octaves(u * 2.1f + 7 * c, 9 + c, 3));
                rays[c][x] = fold * (0.55f + 0.6f * noise.octaves(u * 26, 40 + c, 3));
            }
        }
    }

    @Override
    public void paint(int y, float[] row) {
        for (int c = 0; c < hems.length; c++) {
            float length = frame.unit() * (0.36f - 0.05f * c);
            for (int x = 0; x < frame.width(); x++) {
                float up = (hems[c][x] - y) / length;
                float strength = up < 0 ? 1 / (1 + 900 * up * up) : 1 / (1 + 4 * up * up * (1 + up));
                strength *= 0.95f * rays[c][x];
                if (strength > 0.003f) {
                    float high = Colour.smooth(0.1f, 1.3f, up);
                    int i = 3 * x;
                    row[i] += (1 - row[i]) * (0.18f + 0.45f * high) * strength;
                    row[i + 1] += (1 - row[i + 1]) * (0.98f - 0.66f * high) * strength;
                    row[i + 2] += (1 - row[i + 2]) * (0.58f + 0.2f * high) * strength;
                }
            }
        }
    }
}
