package studio.imaging;

/**
 * What a picture's header says.
 *
 * @param width in pixels, as shown (EXIF orientation applied); 0 for SVG without a size
 * @param height in pixels, as shown
 * @param bytes the size of the file
 * @param complete whether the file ends as its format demands (PNG {@code IEND}, JPEG {@code FFD9}, WebP length)
 */
public record ImageInfo(ImageFormat format, int width, int height, long bytes, boolean complete) {
    public long pixels() {
        return (long) width * height;
    }
}
