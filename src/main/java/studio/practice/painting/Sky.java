package studio.practice.painting;

/** The gradient of the air and the glow around sun or moon. */
final class Sky implements Layer {
    private final Frame frame;
    private final Palette palette;
    private final float glow;

    /** @param glow 0 (none) to 1 (a low sun) */
    Sky(Frame frame, Palette palette, float glow) {
        this.frame = frame;
        this.palette = palette;
        this.glow = glow;
    }

    @Override
    public void paint(int y, float[] row) {
        Colour air = palette.skyAt(y / Math.max(1, frame.horizon()));
        Colour light = palette.light();
        float scale = 1 / frame.unit();
        float dy = (y - frame.sunY()) * scale;
        for (int x = 0; x < frame.width(); x++) {
            int i = 3 * x;
            row[i] = air.r();
            row[i + 1] = air.g();
            row[i + 2] = air.b();
            float dx = (x - frame.sunX()) * scale;
            float d = dx * dx + dy * dy;
            float wide = 1 / (1 + 9 * d);
            float close = 1 / (1 + 160 * d);
            light.shine(row, x, glow * (0.42f * wide * wide + 0.55f * close));
        }
    }
}
