package studio.practice.painting;

import java.util.Random;

/** Smooth value noise between 0 and 1, and sums of its octaves. */
final class Noise {
    private final int seed;

    Noise(long seed) {
        this.seed = new Random(seed).nextInt();
    }

    float at(float x, float y) {
        int xi = (int) Math.floor(x);
        int yi = (int) Math.floor(y);
        float fx = Colour.smooth(0, 1, x - xi);
        float top = lerp(lattice(xi, yi), lattice(xi + 1, yi), fx);
        float bottom = lerp(lattice(xi, yi + 1), lattice(xi + 1, yi + 1), fx);
        return lerp(top, bottom, Colour.smooth(0, 1, y - yi));
    }

    /** Octaves of doubled frequency and halved weight; still between 0 and 1, around 0.5. */
    float octaves(float x, float y, int count) {
        float sum = 0;
        float weight = 1;
        float px = x;
        float py = y;
        for (int i = 0; i < count; i++) {
            weight /= 2;
            sum += weight * at(px, py);
            // Turning the grid a little at each octave hides its axes.
            float turned = px * 1.6f + py * 1.2f + 17.3f;
            py = py * 1.6f - px * 1.2f - 9.1f;
            px = turned;
        }
        return sum / (1 - weight);
    }

    /** Like {@link #octaves} on a line, with sharp crests: the shape of mountains. */
    float crests(float x) {
        float sum = 0;
        float px = x;
        for (int i = 0; i < 7; i++) {
            sum += (1 - Math.abs(2 * at(px, i * 7.7f) - 1)) / (2 << i);
            px = px * 2.1f + 3.7f;
        }
        return sum;
    }

    private float lattice(int x, int y) {
        int h = seed ^ x * 0x27D4EB2D ^ y * 0x165667B1;
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        return ((h ^ (h >>> 15)) >>> 8) * 0x1p-24f;
    }

    private static float lerp(float a, float b, float t) {
        return a + (b - a) * t;
    }
}
