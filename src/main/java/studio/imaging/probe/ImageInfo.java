package studio.imaging.probe;

import java.math.BigInteger;
import java.util.List;

/**
 * What a picture's header contains.
 *
 * @param width in pixels, as shown (EXIF orientation applied); 0 for SVG without a size
 * @param height in pixels, as shown
 * @param orientation of the stored pixels by EXIF's numbers, 1 (upright) to 8; 1 as well for formats whose container turns the
 *     picture by itself (HEIC, AVIF)
 * @param bytes the size of the file
 * @param complete whether the file ends as its format demands (PNG {@code IEND}, JPEG {@code FFD9}, WebP length)
 */
public record ImageInfo(ImageFormat format, int width, int height, int orientation, long bytes, boolean complete) {
    private static final int UPRIGHT = 1;
    private static final int FIRST_ON_ITS_SIDE = 5;

    /** As the gallery's SQL names ratios. */
    private static final List<String> RATIOS = List.of(
            "1:1", "1:2", "2:1", "1:3", "3:1", "1:4", "4:1", "1:8", "8:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4",
            "5:2", "2:5", "9:16", "16:9", "9:21", "21:9");

    /** Models round to multiples of 8, 16 or 64 pixels, which shifts a ratio by up to about this much. */
    private static final double RATIO_TOLERANCE = 0.03;

    /** A picture whose pixels are stored as they are shown. */
    public ImageInfo(ImageFormat format, int width, int height, long bytes, boolean complete) {
        this(format, width, height, UPRIGHT, bytes, complete);
    }

    /** @param width as stored, like the height */
    static ImageInfo stored(ImageFormat format, int width, int height, int orientation, long bytes, boolean complete) {
        boolean onItsSide = orientation >= FIRST_ON_ITS_SIDE;
        return new ImageInfo(
                format, onItsSide ? height : width, onItsSide ? width : height, orientation, bytes, complete);
    }

    public long pixels() {
        return (long) width * height;
    }

    public int longSide() {
        return Math.max(width, height);
    }

    public boolean upright() {
        return orientation == UPRIGHT;
    }

    /** The nearest usual ratio: 1376x768 is {@code 16:9}; where none is near, the exact one in lowest terms. */
    public static String ratio(int width, int height) {
        String nearest = "";
        double distance = RATIO_TOLERANCE;
        for (String name : RATIOS) {
            String[] sides = name.split(":", 2);
            double named = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
            double off = Math.abs((double) width / height / named - 1);
            if (off < distance) {
                distance = off;
                nearest = name;
            }
        }
        int divisor = BigInteger.valueOf(width).gcd(BigInteger.valueOf(height)).intValue();
        return nearest.isEmpty() ? width / divisor + ":" + height / divisor : nearest;
    }
}
