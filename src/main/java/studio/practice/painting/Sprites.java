package studio.practice.painting;

import java.util.ArrayList;
import java.util.List;

/** Small shapes, painted in the order in which they were added. */
final class Sprites implements Layer {
    /**
     * @param x centre
     * @param y centre
     * @param size pixels of one unit of the shape
     * @param turn radians
     */
    record Sprite(Shape shape, float x, float y, float size, float turn, Colour colour, float alpha) {}

    /** Shapes reach a little beyond their unit. */
    private static final float REACH = 1.35f;

    private final Frame frame;
    private final List<Sprite> sprites = new ArrayList<>();

    Sprites(Frame frame) {
        this.frame = frame;
    }

    void add(Sprite sprite) {
        sprites.add(sprite);
    }

    void add(Shape shape, float x, float y, float size, Colour colour) {
        add(new Sprite(shape, x, y, size, 0, colour, 1));
    }

    @Override
    public void paint(int y, float[] row) {
        for (Sprite sprite : sprites) {
            float reach = sprite.size() * REACH + 1;
            if (y < sprite.y() - reach || y > sprite.y() + reach) {
                continue;
            }
            float cos = (float) Math.cos(sprite.turn());
            float sin = (float) Math.sin(sprite.turn());
            int from = Math.max(0, (int) (sprite.x() - reach));
            int to = Math.min(frame.width() - 1, (int) (sprite.x() + reach));
            float dy = (y + 0.5f - sprite.y()) / sprite.size();
            for (int x = from; x <= to; x++) {
                float dx = (x + 0.5f - sprite.x()) / sprite.size();
                float d = sprite.shape().distance(dx * cos + dy * sin, dy * cos - dx * sin);
                float alpha = Colour.clamp(0.5f - d * sprite.size());
                if (alpha > 0) {
                    sprite.colour().over(row, x, alpha * sprite.alpha());
                }
            }
        }
    }
}
