package studio.practice.painting;

/** An outline around the origin, about one unit in radius; y points down. */
interface Shape {
    /** The distance to the outline, negative inside, in units. */
    float distance(float x, float y);

    Shape DISC = ellipse(0, 0, 1, 1);
    Shape SHADE = ellipse(0, 0, 0.95f, 0.26f);
    Shape STALK = polygon(-0.06f, -1.2f, 0.06f, -1.2f, 0.06f, 1.2f, -0.06f, 1.2f);

    /** A gull far away: two bent wings. */
    Shape BIRD = (x, y) -> {
        float side = Math.abs(x);
        float wing = 0.25f * side - 0.42f * (float) Math.sin(Math.min(side, 1) * 2.6f);
        return Math.max(Math.abs(y - wing) - 0.11f * (1 - side), side - 1);
    };

    /** A boat with two sails; its water line is at y = 1. */
    Shape BOAT = polygon(-0.8f, 0.72f, 0.85f, 0.72f, 0.6f, 1, -0.6f, 1)
            .with(polygon(-0.02f, -1, -0.02f, 0.6f, -0.68f, 0.6f))
            .with(polygon(0.06f, -0.8f, 0.06f, 0.6f, 0.62f, 0.6f));

    /** A sitting cat seen from behind, its tail curled to the right; it sits at y = 1. */
    Shape CAT = ellipse(0, -0.52f, 0.38f, 0.31f)
            .with(ellipse(0, 0.15f, 0.31f, 0.66f))
            .with(ellipse(0, 0.5f, 0.5f, 0.5f))
            .with(polygon(-0.36f, -0.62f, -0.33f, -1.02f, -0.06f, -0.74f))
            .with(polygon(0.36f, -0.62f, 0.33f, -1.02f, 0.06f, -0.74f))
            .with((x, y) -> Math.max(Math.abs(length(x - 0.62f, y - 0.62f) - 0.3f) - 0.075f, 0.3f - y));

    /** A hot-air balloon with its basket. */
    Shape BALLOON = polygon(-0.13f, 1.02f, 0.13f, 1.02f, 0.1f, 1.22f, -0.1f, 1.22f)
            .with((x, y) -> y < 0.15f
                    ? length(x, y + 0.2f) - 0.8f
                    : Math.max(Math.abs(x) - 0.72f + 0.69f * (y - 0.15f), y - 0.9f));

    /** A stripe of the balloon, {@code from} and {@code to} across its width, -1 to 1. */
    static Shape stripe(float from, float to) {
        return (x, y) -> {
            float wide = (float) Math.sqrt(Math.max(0.001f, 1 - (y + 0.2f) * (y + 0.2f) / 0.7f));
            return Math.max(BALLOON.distance(x, y), Math.max(from * wide - x, x - to * wide) * 0.7f);
        };
    }

    /** Five rounded petals, turned by a share of a turn. */
    static Shape blossom(float turn) {
        return (x, y) -> {
            double petal = Math.cos(2.5 * (Math.atan2(y, x) + turn * 2 * Math.PI));
            return length(x, y) - 0.62f - 0.38f * (float) Math.abs(petal);
        };
    }

    default Shape with(Shape other) {
        return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
    }

    private static float length(float x, float y) {
        return (float) Math.sqrt(x * x + y * y);
    }

    private static Shape ellipse(float centreX, float centreY, float a, float b) {
        return (x, y) -> (length((x - centreX) / a, (y - centreY) / b) - 1) * Math.min(a, b);
    }

    /** @param points x and y of the corners of a convex shape, in any one direction */
    private static Shape polygon(float... points) {
        int count = points.length;
        float turn = Math.signum(
                (points[2] - points[0]) * (points[5] - points[1]) - (points[3] - points[1]) * (points[4] - points[0]));
        return (x, y) -> {
            float worst = -Float.MAX_VALUE;
            for (int i = 0; i < count; i += 2) {
                float ex = points[(i + 2) % count] - points[i];
                float ey = points[(i + 3) % count] - points[i + 1];
                worst = Math.max(worst, turn * (ey * (x - points[i]) - ex * (y - points[i + 1])) / length(ex, ey));
            }
            return worst;
        };
    }
}
