package studio.practice.painting;

import java.util.List;
import studio.practice.painting.Frame.Layer;

/** What fills the picture from an outline downwards; an outline is the row of the skyline for each column. */
final class Land {
    private Land() {}

    /**
     * Mountains, hills, dunes, tree tops; towards the foot they fade into the haze.
     *
     * @param foot colour {@code depth} pixels below the crest
     * @param grain 0 (flat colour) to 1 (rough rock)
     * @param relief how much slopes that face the light are brighter, 0 to 1
     */
    static Layer ridge(
            Frame frame, float[] top, Colour crest, Colour foot, float depth, float grain, float relief, long seed) {
        Noise noise = new Noise(seed);
        float[] texture = new float[frame.width()];
        float[] folds = new float[frame.width()];
        int reach = Math.max(1, Math.round(frame.unit() / 60));
        float side = frame.sunX() > frame.width() / 2f ? -1 : 1;
        return (y, row) -> {
            float v = y / frame.unit();
            frame.smooth(texture, u -> noise.octaves(u * 7, v * 5, 5) - 0.5f);
            // Rock has folds that run down it; the light falls across them.
            frame.smooth(
                    folds,
                    u -> noise.octaves(u * 5 + v * 1.5f, v * 4.5f, 4)
                            - noise.octaves(u * 5 + v * 1.5f + 0.06f, v * 4.5f, 4));
            for (int x = 0; x < frame.width(); x++) {
                float below = y + 0.5f - top[x];
                float alpha = Colour.clamp(below / (float) Math.hypot(1, slant(top, x, 1)) + 0.5f);
                if (alpha > 0) {
                    float slope = side * (slant(top, x, reach) * 0.45f + grain * 7 * folds[x]);
                    float t = Colour.clamp(below / depth + 2 * grain * texture[x]);
                    float light = relief * Math.clamp(slope, -0.5f, 0.5f) + grain * texture[x];
                    crest.mix(foot, t).times(1 + light * (1 - 0.65f * t)).over(row, x, alpha);
                }
            }
        };
    }

    /** Windows of towers, some of them lit. */
    static Layer windows(Frame frame, float[] top, float base, float size, boolean warm, float lit, long seed) {
        Noise chance = new Noise(seed);
        Colour lamp = Colour.hex(warm ? "ffd48a" : "f4fbff");
        return (y, row) -> {
            float v = y / (size * 1.35f);
            float down = v - (int) v;
            for (int x = 0; x < frame.width(); x++) {
                float u = x / size;
                float across = u - (int) u;
                float inside = Math.min(Math.min(across - 0.2f, 0.8f - across), Math.min(down - 0.2f, 0.75f - down));
                if (inside > 0 && y < base && y > top[x] + size * 1.2f) {
                    boolean on = chance.at((int) u, (int) v) < lit * 2 * chance.at((int) top[x], -9);
                    float bright = on ? 0.5f + 0.45f * chance.at((int) v, (int) u) : 0.12f;
                    (on ? lamp : Colour.BLACK).over(row, x, Colour.clamp(inside * size * 1.6f) * bright);
                }
            }
        };
    }

    /**
     * A sea or lake that mirrors the layers behind it, broken by waves, with glitter under the light.
     *
     * @param calm 0 (rough sea) to 1 (a still lake)
     */
    static Layer water(Frame frame, Palette palette, List<Layer> behind, float calm, long seed) {
        Noise noise = new Noise(seed);
        List<Layer> mirrored = List.copyOf(behind);
        Colour deep = palette.skyAt(0.15f).mix(palette.near(), palette.dark() ? 0.5f : 0.3f);
        float unit = frame.unit();
        float middle = frame.width() / 2f / unit;
        float[] mirror = new float[3 * frame.width()];
        float[] waves = new float[frame.width()];
        float[] glints = new float[frame.width()];
        return (y, row) -> {
            float below = y + 0.5f - frame.horizon();
            if (below < 0) {
                return;
            }
            float near = below / (frame.ground() + 1);
            float far = 1 / (0.035f + below / unit);
            frame.smooth(waves, u -> noise.octaves((u - middle) * far * 0.55f, far * 9, 4) - 0.5f);
            frame.smooth(glints, u -> noise.octaves((u - middle) * far * 1.3f + 31, far * 17, 3));
            float sway = (noise.at(3.3f, far * 5) - 0.5f) * 0.1f * unit * near * (1 - 0.7f * calm);
            int seen = Math.clamp((int) (frame.horizon() - below * 0.92f + sway), 0, frame.height() - 1);
            mirrored.forEach(layer -> layer.paint(seen, mirror));
            float murk = 0.16f + (0.62f - 0.25f * calm) * near;
            float ripple = unit * (0.008f + 0.1f * near) * (1.15f - calm);
            for (int x = 0; x < frame.width(); x++) {
                int from = Math.clamp(Math.round(x + waves[x] * ripple), 0, frame.width() - 1);
                System.arraycopy(mirror, 3 * from, row, 3 * x, 3);
                deep.over(row, x, Colour.clamp(murk + waves[x] * 0.75f * (1 - 0.6f * calm)));
                float dx = (x - frame.sunX()) / (unit * (0.05f + 0.3f * near));
                float on = 1 / (1 + dx * dx * dx * dx);
                float spark = Colour.smooth(0.66f - 0.2f * on, 0.78f - 0.14f * on, glints[x]);
                palette.light().shine(row, x, spark * (0.1f + 0.8f * on) * (1 - 0.55f * near));
            }
        };
    }

    private static float slant(float[] top, int x, int distance) {
        int left = Math.max(0, x - distance);
        int right = Math.min(top.length - 1, x + distance);
        return right == left ? 0 : (top[right] - top[left]) / (right - left);
    }
}
