package studio.practice.painting;

/** One thing in a picture; paints its part of a row over what the layers behind it have painted. */
interface Layer {
    /**
     * @param y the row, 0 at the top
     * @param row red, green and blue of each pixel, 0 to 1
     */
    void paint(int y, float[] row);
}
