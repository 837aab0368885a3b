package studio.practice.painting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Points of light of many sizes, a few of them coloured. */
final class Stars implements Layer {
    private record Star(float x, float y, float radius, float strength, Colour colour) {}

    private final Frame frame;
    private final List<Star> stars = new ArrayList<>();
    private final float reach;

    Stars(Frame frame, int count, long seed) {
        this.frame = frame;
        Dice dice = new Dice(seed);
        float unit = frame.unit();
        for (int i = 0; i < count; i++) {
            float rare = dice.unit();
            float size = 0.6f + 1.5f * rare * rare * rare * rare;
            Colour colour = Colour.hsl(dice.chance(0.3f) ? 0.08f : 0.6f, dice.between(0, 0.6f), 0.93f);
            float y = frame.horizon() * dice.unit();
            float low = 1 - 0.8f * y / frame.horizon();
            stars.add(new Star(
                    frame.width() * dice.unit(),
                    y,
                    Math.max(0.55f, size * unit / 1100),
                    low * dice.between(0.3f, 1) * (0.45f + 0.4f * size),
                    colour));
        }
        stars.sort(Comparator.comparingDouble(Star::y));
        reach = Math.max(2, 4 * 2.1f * unit / 1100);
    }

    @Override
    public void paint(int y, float[] row) {
        if (y > frame.horizon() + reach) {
            return;
        }
        for (Star star : stars) {
            if (star.y() > y + reach) {
                break;
            }
            if (star.y() < y - reach) {
                continue;
            }
            int from = Math.max(0, (int) (star.x() - reach));
            int to = Math.min(frame.width() - 1, (int) (star.x() + reach));
            for (int x = from; x <= to; x++) {
                float dx = x + 0.5f - star.x();
                float dy = y + 0.5f - star.y();
                float d = (dx * dx + dy * dy) / (star.radius() * star.radius());
                float light = star.strength() / (1 + d * d);
                if (light > 0.01f) {
                    star.colour().shine(row, x, Math.min(1, light));
                }
            }
        }
    }
}
