package studio.practice.painting;

/**
 * The measures of a picture that its layers share, in pixels.
 *
 * @param horizon the row where sky and ground meet
 * @param sunX centre of sun or moon
 */
record Frame(int width, int height, float horizon, float sunX, float sunY) {
    /** One thing in a picture; paints its part of a row over what the layers behind it have painted. */
    interface Layer {
        /**
         * @param y the row, 0 at the top
         * @param row red, green and blue of each pixel, 0 to 1
         */
        void paint(int y, float[] row);
    }

    /** A value along a row or outline. */
    interface Curve {
        float at(float u);
    }

    /** The length that shapes are measured in: the shorter side, but not less than a fifth of the longer one. */
    float unit() {
        return Math.max(Math.min(width, height), Math.max(width, height) / 5f);
    }

    /** Pixels between horizon and lower edge. */
    float ground() {
        return height - horizon;
    }

    /** A row for each column; the curve is read at {@code frequency} times the column, measured in units. */
    float[] line(float frequency, Curve curve) {
        float[] rows = new float[width];
        for (int x = 0; x < width; x++) {
            rows[x] = curve.at(x / unit() * frequency);
        }
        return rows;
    }

    /** Fills a row with a smooth curve, read at every few columns, measured in units, and interpolated between them. */
    void smooth(float[] values, Curve curve) {
        int step = Math.max(1, Math.round(unit() / 420));
        float last = curve.at(0);
        for (int from = 0; from < width; from += step) {
            float next = curve.at((from + step) / unit());
            for (int x = from; x < Math.min(from + step, width); x++) {
                values[x] = last + (next - last) * (x - from) / step;
            }
            last = next;
        }
    }
}
