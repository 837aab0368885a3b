package studio.practice.painting;

/**
 * The measures of a picture that its layers share.
 *
 * @param horizon the row where sky and ground meet
 * @param sunX centre of sun or moon, pixels
 * @param sunY centre of sun or moon, pixels
 */
record Frame(int width, int height, float horizon, float sunX, float sunY) {
    /** The length that shapes are measured in: the shorter side, but not less than a fifth of the longer one. */
    float unit() {
        return Math.max(Math.min(width, height), Math.max(width, height) / 5f);
    }

    /** Columns between two samples of smooth noise; what lies between is interpolated. */
    int step() {
        return Math.max(1, Math.round(unit() / 420));
    }
}
