package studio.practice.painting;

/** The disc of the sun, or the moon with its dark plains. */
final class Orb implements Layer {
    private final Frame frame;
    private final Colour colour;
    private final float radius;
    private final boolean moon;
    private final Noise noise;

    Orb(Frame frame, Colour colour, float radius, boolean moon, long seed) {
        this.frame = frame;
        this.colour = colour;
        this.radius = radius;
        this.moon = moon;
        this.noise = new Noise(seed);
    }

    @Override
    public void paint(int y, float[] row) {
        float dy = y + 0.5f - frame.sunY();
        if (Math.abs(dy) > radius + 1) {
            return;
        }
        int from = Math.max(0, (int) (frame.sunX() - radius - 2));
        int to = Math.min(frame.width() - 1, (int) (frame.sunX() + radius + 2));
        for (int x = from; x <= to; x++) {
            float dx = x + 0.5f - frame.sunX();
            float d = (float) Math.sqrt(dx * dx + dy * dy);
            float alpha = Colour.clamp(radius - d + 0.5f);
            if (alpha > 0) {
                float u = dx / radius;
                float v = dy / radius;
                float limb = moon ? 1 - 0.12f * (d / radius) * (d / radius) : 1.06f;
                float plains = moon ? 0.2f * Colour.smooth(0.46f, 0.68f, noise.octaves(u * 1.7f + 5, v * 1.7f, 4)) : 0;
                colour.times(limb - plains).over(row, x, alpha);
            }
        }
    }
}
