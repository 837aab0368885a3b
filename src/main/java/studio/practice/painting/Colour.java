package studio.practice.painting;

/** A colour, each part from 0 to 1. */
record Colour(float r, float g, float b) {
    static final Colour WHITE = new Colour(1, 1, 1);
    static final Colour BLACK = new Colour(0, 0, 0);

    static Colour hex(String rgb) {
        int value = Integer.parseInt(rgb, 16);
        return new Colour((value >> 16) / 255f, (value >> 8 & 255) / 255f, (value & 255) / 255f);
    }

    /** A pure hue, in turns from red over green and blue. */
    static Colour hue(float turns) {
        return new Colour(wave(turns), wave(turns - 1 / 3f), wave(turns - 2 / 3f));
    }

    private static float wave(float turns) {
        return 0.5f + 0.3f * (float) Math.cos(turns * 2 * Math.PI);
    }

    /** This colour with {@code share} of the other. */
    Colour mix(Colour other, float share) {
        return new Colour(r + (other.r - r) * share, g + (other.g - g) * share, b + (other.b - b) * share);
    }

    Colour times(float factor) {
        return new Colour(Math.min(1, r * factor), Math.min(1, g * factor), Math.min(1, b * factor));
    }

    /** Lays this colour over one pixel of a row. */
    void over(float[] row, int x, float alpha) {
        int i = 3 * x;
        row[i] += (r - row[i]) * alpha;
        row[i + 1] += (g - row[i + 1]) * alpha;
        row[i + 2] += (b - row[i + 2]) * alpha;
    }

    /** Adds light of this colour to one pixel; bright places saturate softly. */
    void shine(float[] row, int x, float strength) {
        int i = 3 * x;
        row[i] += (1 - row[i]) * r * strength;
        row[i + 1] += (1 - row[i + 1]) * g * strength;
        row[i + 2] += (1 - row[i + 2]) * b * strength;
    }

    static float clamp(float value) {
        return Math.clamp(value, 0f, 1f);
    }

    static float smooth(float low, float high, float value) {
        float t = clamp((value - low) / (high - low));
        return t * t * (3 - 2 * t);
    }
}
