package studio.practice.painting;

/** Makes the outlines that {@link Ridge} fills: for each column the row where land begins. */
final class Skylines {
    private final Frame frame;

    Skylines(Frame frame) {
        this.frame = frame;
    }

    /** Jagged peaks between {@code base} and {@code height} pixels above it. */
    float[] mountains(float base, float height, float frequency, long seed) {
        Noise noise = new Noise(seed);
        float[] top = new float[frame.width()];
        for (int x = 0; x < top.length; x++) {
            float u = x / frame.unit() * frequency;
            float broad = noise.octaves(u * 0.45f, 3, 2);
            top[x] = base - height * (0.15f + 1.2f * broad) * (float) Math.pow(noise.crests(u, 7), 1.6);
        }
        return top;
    }

    /** Soft hills. */
    float[] hills(float base, float height, float frequency, long seed) {
        Noise noise = new Noise(seed);
        float[] top = new float[frame.width()];
        for (int x = 0; x < top.length; x++) {
            top[x] = base - height * noise.octaves(x / frame.unit() * frequency, 1, 3);
        }
        return top;
    }

    /** Dunes: long windward slopes, sharp edges, steep lee sides. */
    float[] dunes(float base, float height, float frequency, long seed) {
        Noise noise = new Noise(seed);
        float[] top = new float[frame.width()];
        for (int x = 0; x < top.length; x++) {
            float u = x / frame.unit() * frequency;
            float phase = u + 0.8f * noise.at(u * 0.6f, 2);
            float saw = phase - (float) Math.floor(phase);
            float shape = saw < 0.72f ? Colour.smooth(-0.15f, 0.72f, saw) : 1 - 0.922f * Colour.smooth(0.72f, 1, saw);
            top[x] = base - height * (0.3f + 0.7f * noise.at(u * 0.35f, 5)) * shape;
        }
        return top;
    }

    /** Bands that flow like cloth. */
    float[] flow(float base, float height, float frequency, long seed) {
        Noise noise = new Noise(seed);
        Dice dice = new Dice(seed);
        float phase = dice.between(0, 6.28f);
        float[] top = new float[frame.width()];
        for (int x = 0; x < top.length; x++) {
            float u = x / frame.unit() * frequency;
            float bend = 2.2f * noise.at(u * 0.5f, 3);
            top[x] = base - height * (float) (Math.sin(u * 2.1f + phase + bend) + 0.45 * Math.sin(u * 3.9f - phase));
        }
        return top;
    }

    /**
     * Puts conifers onto a ground line.
     *
     * @param height pixels of a tall tree
     * @param density trees that stand in one tree's width
     */
    float[] firs(float[] ground, float height, float density, long seed) {
        Dice dice = new Dice(seed);
        float[] top = ground.clone();
        int count = Math.round(top.length / (height * 0.3f) * density) + 1;
        for (int i = 0; i < count; i++) {
            float centre = dice.unit() * top.length;
            float tall = height * dice.between(0.45f, 1) * (dice.chance(0.12f) ? 1.25f : 1);
            fir(top, ground, centre, tall, dice);
        }
        return top;
    }

    private static void fir(float[] top, float[] ground, float centre, float tall, Dice dice) {
        float half = tall * dice.between(0.17f, 0.23f);
        float tiers = dice.between(4, 7);
        float foot = ground[Math.clamp(Math.round(centre), 0, ground.length - 1)] + tall * 0.06f;
        int from = Math.max(0, (int) (centre - half));
        int to = Math.min(top.length - 1, (int) (centre + half) + 1);
        for (int x = from; x <= to; x++) {
            float away = Math.abs(x + 0.5f - centre) / half;
            if (away >= 1) {
                continue;
            }
            // Boughs: each tier falls steeply from the one above and then spreads.
            float tier = (float) Math.floor(away * tiers);
            float rise = 1 - (tier + (float) Math.sqrt(away * tiers - tier)) / (float) Math.ceil(tiers);
            top[x] = Math.min(top[x], foot - tall * rise);
        }
    }
}
