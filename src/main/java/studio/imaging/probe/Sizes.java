package studio.imaging.probe;

/** Numbers of headers as numbers of pixels. */
final class Sizes {
    private Sizes() {}

    /** Absurdly large values become the largest int, which no check lets pass. */
    static int clamp(long pixels) {
        return (int) Math.max(Integer.MIN_VALUE + 1, Math.min(Integer.MAX_VALUE, pixels));
    }
}
