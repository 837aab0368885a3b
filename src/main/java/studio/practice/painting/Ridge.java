package studio.practice.painting;

import org.jspecify.annotations.Nullable;

/** Land from a skyline downwards: mountains, hills, dunes, tree tops; paler towards its foot, where the haze lies. */
final class Ridge implements Layer {

    /**
     * @param crest colour at the skyline
     * @param foot colour {@code depth} below it
     * @param depth pixels from crest to foot
     * @param grain 0 (flat colour) to 1 (rough rock)
     * @param relief how much slopes that face the light are brighter, 0 to 1
     * @param snow colour of what lies on the heights, or null
     * @param snowLine row below which no snow lies
     * @param shadow pixels of soft shadow thrown on what is behind
     */
    record Look(
            Colour crest,
            Colour foot,
            float depth,
            float grain,
            float relief,
            @Nullable Colour snow,
            float snowLine,
            float shadow) {
        Look(Colour crest, Colour foot, float depth, float grain, float relief) {
            this(crest, foot, depth, grain, relief, null, 0, 0);
        }
    }

    private final Frame frame;
    private final float[] top;
    private final float[] slant;
    private final Look look;
    private final Noise noise;
    private final float[] texture;
    private final float[] relief;
    private final float highest;

    /** @param top the row of the skyline for each column */
    Ridge(Frame frame, float[] top, Look look, long seed) {
        this.frame = frame;
        this.top = top;
        this.look = look;
        this.noise = new Noise(seed);
        this.texture = new float[frame.width() / frame.step() + 3];
        this.relief = new float[texture.length];
        this.slant = new float[top.length];
        float min = Float.MAX_VALUE;
        int reach = Math.max(1, Math.round(frame.unit() / 60));
        for (int x = 0; x < top.length; x++) {
            min = Math.min(min, top[x]);
            int left = Math.max(0, x - reach);
            int right = Math.min(top.length - 1, x + reach);
            slant[x] = right == left ? 0 : (top[right] - top[left]) / (right - left);
        }
        highest = min;
    }

    @Override
    public void paint(int y, float[] row) {
        if (y + 1 + look.shadow() < highest) {
            return;
        }
        sample(y);
        int step = frame.step();
        float side = frame.sunX() > frame.width() / 2f ? -1 : 1;
        for (int x = 0; x < frame.width(); x++) {
            float below = y + 0.5f - top[x];
            float steep = Math.abs(top[Math.min(x + 1, top.length - 1)] - top[Math.max(x - 1, 0)]) / 2;
            float alpha = Colour.clamp(below / (float) Math.sqrt(1 + steep * steep) + 0.5f);
            if (alpha < 1 && look.shadow() > 0 && -below < look.shadow()) {
                float t = Math.min(1, 1 + below / look.shadow());
                Colour.hex(0).over(row, x, 0.24f * t * t);
            }
            if (alpha <= 0) {
                continue;
            }
            int s = x / step;
            float share = (x - s * step) / (float) step;
            float rough = texture[s] + (texture[s + 1] - texture[s]) * share;
            float lit = relief[s] + (relief[s + 1] - relief[s]) * share;
            land(row, x, y, below, rough, side * lit, side, alpha);
        }
    }

    private void land(float[] row, int x, int y, float below, float rough, float bump, float side, float alpha) {
        float lit = Colour.clamp(0.5f + side * slant[x] * 0.45f + look.grain() * bump);
        float t = Colour.clamp(below / look.depth());
        Colour colour = look.crest().mix(look.foot(), t);
        Colour snow = look.snow();
        if (snow != null) {
            float edge = look.snowLine() + (rough - 0.5f) * 0.42f * frame.unit() - bump * 0.05f * frame.unit();
            float covered =
                    Colour.smooth(edge + 0.012f * frame.unit(), edge - 0.012f * frame.unit(), y + 0.15f * below);
            colour = colour.mix(snow, covered * 0.92f);
        }
        float brightness =
                1 + look.relief() * (lit - 0.5f) * (1 - 0.6f * t) + look.grain() * (rough - 0.5f) * (1 - 0.7f * t);
        colour.times(brightness).over(row, x, alpha);
    }

    private void sample(int y) {
        float scale = 1 / frame.unit();
        for (int s = 0; s < texture.length; s++) {
            float u = s * frame.step() * scale;
            float v = y * scale;
            texture[s] = noise.octaves(u * 7, v * 5, 5);
            // Rock has folds that run down it; the light falls across them.
            relief[s] = 7
                    * (noise.octaves(u * 5 + v * 1.5f, v * 4.5f, 5)
                            - noise.octaves(u * 5 + v * 1.5f + 0.06f, v * 4.5f, 5));
        }
    }
}
