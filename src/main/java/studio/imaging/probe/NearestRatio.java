package studio.imaging.probe;

import java.util.List;

/**
 * Names the shape of a picture as people do: {@code 1376x768} is 16:9, although 43:24 would be exact. The gallery's
 * table names shapes in the same way.
 */
public final class NearestRatio {
    private static final List<String> NAMED = List.of(
            "1:1", "1:2", "2:1", "1:3", "3:1", "1:4", "4:1", "1:8", "8:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4",
            "5:2", "2:5", "9:16", "16:9", "9:21", "21:9");

    /** Models round to multiples of 8, 16 or 64 pixels, which shifts a ratio by up to about this much. */
    private static final double TOLERANCE = 0.03;

    private NearestRatio() {}

    /** For example {@code 16:9}; the exact ratio in lowest terms when no name is near. */
    public static String of(int width, int height) {
        double ratio = (double) width / height;
        String nearest = "";
        double distance = TOLERANCE;
        for (String name : NAMED) {
            int colon = name.indexOf(':');
            double named = Double.parseDouble(name.substring(0, colon)) / Double.parseDouble(name.substring(colon + 1));
            double off = Math.abs(ratio / named - 1);
            if (off < distance) {
                distance = off;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? reduced(width, height) : nearest;
    }

    private static String reduced(int width, int height) {
        int divisor = java.math.BigInteger.valueOf(width)
                .gcd(java.math.BigInteger.valueOf(height))
                .intValue();
        return width / divisor + ":" + height / divisor;
    }
}
