package studio.practice.painting;

/** An outline around the origin, about one unit in radius; y points down. */
@FunctionalInterface
interface Shape {
    /** The distance to the outline, negative inside, in units. */
    float distance(float x, float y);

    static Shape disc() {
        return (x, y) -> length(x, y) - 1;
    }

    /** Five rounded petals. */
    static Shape blossom() {
        return (x, y) -> {
            double angle = Math.atan2(y, x);
            return length(x, y) - (0.62f + 0.38f * (float) Math.abs(Math.cos(2.5 * angle)));
        };
    }

    /** A gull far away: two bent wings. */
    static Shape bird() {
        return (x, y) -> {
            float side = Math.abs(x);
            float wing = -0.42f * (float) Math.sin(Math.min(side, 1) * 2.6f) + 0.25f * side;
            return Math.max(Math.abs(y - wing) - 0.11f * (1 - side), side - 1);
        };
    }

    /** A boat with two sails; its water line is at y = 1. */
    static Shape boat() {
        Shape hull = polygon(-0.8f, 0.72f, 0.85f, 0.72f, 0.6f, 1, -0.6f, 1);
        Shape main = polygon(-0.02f, -1, -0.02f, 0.6f, -0.68f, 0.6f);
        Shape jib = polygon(0.06f, -0.8f, 0.06f, 0.6f, 0.62f, 0.6f);
        return (x, y) -> min(hull.distance(x, y), min(main.distance(x, y), jib.distance(x, y)));
    }

    /** A sitting cat seen from behind, its tail curled to the right; it sits at y = 1. */
    static Shape cat() {
        Shape leftEar = polygon(-0.36f, -0.62f, -0.33f, -1.02f, -0.06f, -0.74f);
        Shape rightEar = polygon(0.36f, -0.62f, 0.33f, -1.02f, 0.06f, -0.74f);
        return (x, y) -> {
            float head = ellipse(x, y + 0.52f, 0.38f, 0.31f);
            float chest = ellipse(x, y - 0.15f, 0.33f, 0.62f);
            float body = ellipse(x, y - 0.55f, 0.5f, 0.5f);
            float tail = ring(x - 0.62f, y - 0.72f, 0.3f, 0.075f);
            float outside = Math.max(tail, -(y - 0.55f) - (x > 0.62f ? 0.25f : 0));
            float soft = min(blend(head, chest, 0.12f), blend(body, chest, 0.2f));
            float all = min(min(soft, outside), min(leftEar.distance(x, y), rightEar.distance(x, y)));
            return Math.max(all, y - 1);
        };
    }

    /** The envelope of a hot-air balloon with its basket at the lower end. */
    static Shape balloon() {
        Shape basket = polygon(-0.13f, 1.02f, 0.13f, 1.02f, 0.1f, 1.22f, -0.1f, 1.22f);
        return (x, y) -> min(envelope(x, y), basket.distance(x, y));
    }

    /** A stripe of the balloon, {@code from} and {@code to} across its width, -1 to 1. */
    static Shape gore(float from, float to) {
        return (x, y) -> {
            float wide = (float) Math.sqrt(Math.max(0.001f, 1 - Math.min(1, (y + 0.2f) * (y + 0.2f) / 0.7f)));
            return Math.max(envelope(x, y), Math.max(from * wide - x, x - to * wide) * 0.7f);
        };
    }

    private static float envelope(float x, float y) {
        float bulb = length(x, y + 0.2f) - 0.8f;
        float taper = Math.max(Math.abs(x) - 0.72f + 0.55f * Math.max(0, y - 0.15f) * 1.25f, y - 0.9f);
        return y < 0.15f ? bulb : Math.max(taper, 0.15f - y);
    }

    private static float ellipse(float x, float y, float a, float b) {
        float k = length(x / a, y / b);
        return (k - 1) * Math.min(a, b);
    }

    private static float ring(float x, float y, float radius, float thickness) {
        return Math.abs(length(x, y) - radius) - thickness;
    }

    private static float blend(float a, float b, float k) {
        float h = Math.max(k - Math.abs(a - b), 0) / k;
        return min(a, b) - h * h * k / 4;
    }

    private static float length(float x, float y) {
        return (float) Math.sqrt(x * x + y * y);
    }

    private static float min(float a, float b) {
        return Math.min(a, b);
    }

    /** @param points x and y of the corners of a convex shape, in any one direction */
    private static Shape polygon(float... points) {
        int count = points.length / 2;
        float area = 0;
        for (int i = 0; i < count; i++) {
            int j = (i + 1) % count;
            area += points[2 * i] * points[2 * j + 1] - points[2 * j] * points[2 * i + 1];
        }
        float turn = Math.signum(area);
        return (x, y) -> {
            float worst = -Float.MAX_VALUE;
            for (int i = 0; i < count; i++) {
                int j = (i + 1) % count;
                float ex = points[2 * j] - points[2 * i];
                float ey = points[2 * j + 1] - points[2 * i + 1];
                float side = ey * (x - points[2 * i]) - ex * (y - points[2 * i + 1]);
                worst = Math.max(worst, turn * side / length(ex, ey));
            }
            return worst;
        };
    }
}
