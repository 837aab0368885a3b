package studio.practice.painting;

import java.util.List;

/** A sea or lake that mirrors the layers behind it, broken by waves, with glitter under the light. */
final class Water implements Layer {
    private final Frame frame;
    private final List<Layer> behind;
    private final Colour deep;
    private final Colour light;
    private final float calm;
    private final Noise noise;
    private final float[] mirror;
    private final float[] wave;
    private final float[] glint;

    /** @param calm 0 (rough sea) to 1 (a still lake) */
    Water(Frame frame, Palette palette, List<Layer> behind, float calm, long seed) {
        this.frame = frame;
        this.behind = List.copyOf(behind);
        this.deep = palette.skyAt(0.15f).mix(palette.near(), palette.dark() ? 0.5f : 0.3f);
        this.light = palette.light();
        this.calm = calm;
        this.noise = new Noise(seed);
        this.mirror = new float[3 * frame.width()];
        int samples = frame.width() / frame.step() + 3;
        this.wave = new float[samples];
        this.glint = new float[samples];
    }

    @Override
    public void paint(int y, float[] row) {
        float unit = frame.unit();
        float below = y + 0.5f - frame.horizon();
        if (below < 0) {
            return;
        }
        float near = below / (frame.height() - frame.horizon() + 1);
        float distance = 1 / (0.035f + below / unit);
        sample(distance);
        float sway = (noise.at(3.3f, distance * 5) - 0.5f) * 0.1f * unit * near * (1 - 0.7f * calm);
        int mirrored = Math.clamp((int) (frame.horizon() - below * 0.92f + sway), 0, frame.height() - 1);
        for (Layer layer : behind) {
            layer.paint(mirrored, mirror);
        }
        int step = frame.step();
        float murk = 0.16f + (0.62f - 0.25f * calm) * near;
        float ripple = unit * (0.004f + 0.05f * near) * (1.15f - calm);
        float path = unit * (0.05f + 0.3f * near);
        for (int x = 0; x < frame.width(); x++) {
            int s = x / step;
            float share = (x - s * step) / (float) step;
            float w = wave[s] + (wave[s + 1] - wave[s]) * share;
            int from = 3 * Math.clamp(Math.round(x + (w - 0.5f) * 2 * ripple), 0, frame.width() - 1);
            int i = 3 * x;
            float dark = Colour.clamp(murk + (w - 0.5f) * 0.75f * (1 - 0.6f * calm));
            row[i] = mirror[from] + (deep.r() - mirror[from]) * dark;
            row[i + 1] = mirror[from + 1] + (deep.g() - mirror[from + 1]) * dark;
            row[i + 2] = mirror[from + 2] + (deep.b() - mirror[from + 2]) * dark;
            float g = glint[s] + (glint[s + 1] - glint[s]) * share;
            float dx = (x - frame.sunX()) / path;
            float on = 1 / (1 + dx * dx * dx * dx);
            float spark = Colour.smooth(0.66f - 0.2f * on, 0.78f - 0.14f * on, g);
            light.shine(row, x, spark * (0.1f + 0.8f * on) * (1 - 0.55f * near));
        }
    }

    private void sample(float distance) {
        float unit = frame.unit();
        for (int s = 0; s < wave.length; s++) {
            float u = (s * frame.step() - frame.width() / 2f) / unit * distance;
            wave[s] = noise.octaves(u * 0.55f, distance * 9, 4);
            glint[s] = noise.octaves(u * 1.3f + 31, distance * 17, 3);
        }
    }
}
