package studio.practice.painting;

/** SplitMix64: the same seed gives the same picture on every machine and in every Java version. */
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    /** An independent stream, so that one more star does not move the mountains. */
    static Dice of(long seed, String name) {
        return new Dice(mix(seed ^ mix(name.hashCode())));
    }

    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** From 0 to just under 1. */
    float unit() {
        return (next() >>> 40) * 0x1p-24f;
    }

    float between(float low, float high) {
        return low + (high - low) * unit();
    }

    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    boolean chance(float probability) {
        return unit() < probability;
    }
}
