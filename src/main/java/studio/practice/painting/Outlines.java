package studio.practice.painting;

import java.util.Random;

/** Skylines: for each column the row where land starts. */
record Outlines(Frame frame) {
    /** One of them. */
    interface Kind {
        /** @param base row that the land rises from, {@code height} pixels */
        float[] outline(float base, float height, long seed);
    }

    float[] hills(float base, float height, long seed) {
        Noise noise = new Noise(seed);
        return frame.line(1, u -> base - height * noise.octaves(u, 1, 3));
    }

    /** Jagged peaks. */
    float[] mountains(float base, float height, long seed) {
        Noise noise = new Noise(seed);
        return frame.line(0.85f * frame.unit() / height, u -> {
            float broad = 0.15f + 1.2f * noise.octaves(u * 0.45f, 3, 2);
            return base - height * broad * (float) Math.pow(noise.crests(u), 1.6);
        });
    }

    /** Long windward slopes, sharp edges, steep lee sides. */
    float[] dunes(float base, float height, long seed) {
        Noise noise = new Noise(seed);
        return frame.line(0.2f * frame.unit() / height, u -> {
            float phase = u + 0.8f * noise.at(u * 0.6f, 2);
            float saw = phase - (float) Math.floor(phase);
            float lee = 1 - 0.922f * Colour.smooth(0.72f, 1, saw);
            float shape = Math.min(Colour.smooth(-0.15f, 0.72f, saw), lee);
            return base - height * (0.3f + 0.7f * noise.at(u * 0.35f, 5)) * shape;
        });
    }

    float[] waves(float base, float height, long seed) {
        Noise noise = new Noise(seed);
        return frame.line(1, u -> {
            double bend = Math.sin(u * 2.1 + 6 * noise.at(0, 0) + 2.2 * noise.at(u * 0.5f, 3));
            return base - height * (float) (bend + 0.45 * Math.sin(u * 3.9 + 6 * noise.at(0, 1)));
        });
    }

    /** Towers that become narrower by steps, the tallest together. */
    float[] towers(float base, float height, long seed) {
        Random dice = new Random(seed);
        float[] top = frame.line(1, u -> base);
        float centre = top.length * dice.nextFloat(0.3f, 0.7f);
        for (float x = 0, wide; x < top.length; x += wide * dice.nextFloat(0.86f, 1.2f)) {
            wide = frame.unit() * dice.nextFloat(0.045f, 0.12f);
            float middle = 1 - Math.abs(x - centre) / top.length;
            float tall = height * (0.2f + 0.5f * dice.nextFloat() * middle + 0.25f * middle * middle);
            for (int step = dice.nextInt(3); step >= 0; step--) {
                int to = Math.min(top.length, Math.round(x + wide * (1 - 0.24f * step)));
                for (int c = Math.round(x + wide * 0.24f * step); c < to; c++) {
                    top[c] = Math.min(top[c], Math.round(base - tall * (1 + 0.12f * step)));
                }
            }
        }
        return top;
    }

    /** Conifers on hills. */
    float[] firs(float base, float height, long seed) {
        Random dice = new Random(seed);
        float[] ground = hills(base, 0.1f * frame.unit(), seed);
        float[] top = ground.clone();
        for (int n = Math.round(top.length / height * 11); n >= 0; n--) {
            float centre = dice.nextFloat() * top.length;
            float tall = height * dice.nextFloat(0.45f, 1.1f);
            float half = tall * dice.nextFloat(0.17f, 0.23f);
            float tiers = dice.nextFloat(4, 7);
            float foot = ground[(int) centre] + tall * 0.06f;
            int to = Math.min(top.length - 1, (int) (centre + half));
            for (int x = Math.max(0, (int) (centre - half) + 1); x <= to; x++) {
                // Boughs: each tier falls steeply from the one above and then spreads.
                float out = Math.abs(x - centre) / half * tiers;
                float tier = (float) Math.floor(out);
                float rise = 1 - (tier + (float) Math.sqrt(out - tier)) / (float) Math.ceil(tiers);
                top[x] = Math.min(top[x], foot - tall * rise);
            }
        }
        return top;
    }
}
