package studio.imaging.probe;

/**
 * What a picture's header says.
 *
 * @param width in pixels, as shown (EXIF orientation applied); 0 for SVG without a size
 * @param height in pixels, as shown
 * @param orientation how the stored pixels are to be held, as EXIF counts: 1 (upright) to 8. 1 as well for formats whose
 *     container turns the picture by itself (HEIC, AVIF)
 * @param bytes the size of the file
 * @param complete whether the file ends as its format demands (PNG {@code IEND}, JPEG {@code FFD9}, WebP length)
 */
public record ImageInfo(ImageFormat format, int width, int height, int orientation, long bytes, boolean complete) {
    private static final int UPRIGHT = 1;
    private static final int FIRST_ON_ITS_SIDE = 5;

    /** A picture whose pixels are stored as they are shown. */
    public ImageInfo(ImageFormat format, int width, int height, long bytes, boolean complete) {
        this(format, width, height, UPRIGHT, bytes, complete);
    }

    /** The size as it is stored, and how to hold it. */
    public static ImageInfo stored(
            ImageFormat format, int width, int height, int orientation, long bytes, boolean complete) {
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
}
