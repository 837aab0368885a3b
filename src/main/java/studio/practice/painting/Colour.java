package studio.practice.painting;

/** A colour, each part from 0 to 1. */
record Colour(float r, float g, float b) {

    static Colour hex(int rgb) {
        return new Colour((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
    }

    /** @param hue in turns, 0 to 1 */
    static Colour hsl(float hue, float saturation, float lightness) {
        float a = saturation * Math.min(lightness, 1 - lightness);
        return new Colour(part(hue, a, lightness, 0), part(hue, a, lightness, 8), part(hue, a, lightness, 4));
    }

    private static float part(float hue, float a, float lightness, int n) {
        float k = (n + (hue - (float) Math.floor(hue)) * 12) % 12;
        return lightness - a * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
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
        return value < 0 ? 0 : Math.min(value, 1);
    }

    static float smooth(float low, float high, float value) {
        float t = clamp((value - low) / (high - low));
        return t * t * (3 - 2 * t);
    }
}
