package studio.practice.encoding;

/** A picture that is made row by row while it is written, so that it never stands in memory as a whole. */
public interface Rows {
    /** In pixels, at least 1. */
    int width();

    /** In pixels, at least 1. */
    int height();

    /**
     * Fills one row.
     *
     * @param y 0 is the top; callers ask from top to bottom
     * @param rgb at least {@code 3 * width()} long; red, green and blue of each pixel from left to right
     */
    void row(int y, byte[] rgb);
}
