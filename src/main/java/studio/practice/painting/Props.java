package studio.practice.painting;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What stands in a landscape or flies over it: small shapes, painted in the order in which they were added. */
final class Props implements Frame.Layer {
    /** Shapes reach a little beyond their unit. */
    private static final float REACH = 1.35f;

    private static final List<Colour> PETALS = Stream.of("e8574a", "f6b73c", "f7f3ea", "d978b8", "8d7be0", "f08aa0")
            .map(Colour::hex)
            .toList();

    /**
     * One shape.
     *
     * @param x centre
     * @param y centre
     * @param size pixels of one unit of the shape
     */
    private record Prop(Shape shape, float x, float y, float size, Colour colour, float alpha) {}

    private final Frame frame;
    private final Palette palette;
    private final float unit;
    private final Random dice;
    private final List<Prop> props = new ArrayList<>();

    Props(Frame frame, Palette palette, long seed) {
        this.frame = frame;
        this.palette = palette;
        this.unit = frame.unit();
        this.dice = new Random(seed);
    }

    @Override
    public void paint(int y, float[] row) {
        for (Prop prop : props) {
            float reach = prop.size() * REACH + 1;
            if (Math.abs(y - prop.y()) < reach) {
                float dy = (y + 0.5f - prop.y()) / prop.size();
                int to = Math.min(frame.width() - 1, (int) (prop.x() + reach));
                for (int x = Math.max(0, (int) (prop.x() - reach)); x <= to; x++) {
                    float d = prop.shape().distance((x + 0.5f - prop.x()) / prop.size(), dy);
                    prop.colour().over(row, x, Colour.clamp(0.5f - d * prop.size()) * prop.alpha());
                }
            }
        }
    }

    private void add(Shape shape, float x, float y, float size, Colour colour, float alpha) {
        props.add(new Prop(shape, x, y, size, colour, alpha));
    }

    private int number(int ofSquare) {
        return (int) (ofSquare * Math.max(1, frame.width() / unit));
    }

    /** Where sun or moon is not. */
    private float away(float fromMiddle) {
        return frame.width() * (frame.sunX() > frame.width() / 2f ? 0.5f - fromMiddle : 0.5f + fromMiddle);
    }

    /** Many small, few large discs: stars, snow. */
    void dots(int count, float height, Colour colour) {
        for (int i = number(count); i > 0; i--) {
            float size = Math.max(0.55f, unit * (0.0006f + 0.003f * (float) Math.pow(dice.nextFloat(), 4)));
            float x = frame.width() * dice.nextFloat();
            add(Shape.DISC, x, height * dice.nextFloat(), size, colour, dice.nextFloat(0.2f, 0.9f));
        }
    }

    void birds() {
        float x = frame.width() * dice.nextFloat(0.3f, 0.6f);
        float y = frame.horizon() * dice.nextFloat(0.3f, 0.5f);
        Colour colour = palette.near().mix(palette.far(), 0.25f);
        for (int i = 0; i < 9; i++) {
            float aside = unit * dice.nextFloat(-0.24f, 0.24f);
            float above = unit * dice.nextFloat(-0.1f, 0.1f);
            add(Shape.BIRD, x + aside, y + above, unit * dice.nextFloat(0.012f, 0.024f), colour, 0.9f);
        }
    }

    void balloons() {
        for (int i = 0; i < 5; i++) {
            float near = i / 5f;
            float size = unit * (0.028f + 0.128f * near * near);
            float x = frame.width() * (0.12f + 0.76f * ((i * 0.37f + dice.nextFloat() * 0.2f) % 1));
            float y = frame.horizon() * dice.nextFloat(0.22f, 0.6f);
            Colour silk = petal(PETALS.size()).mix(palette.horizon(), 0.45f * (1 - near));
            Colour band = Colour.WHITE.mix(palette.horizon(), 0.45f * (1 - near));
            add(Shape.BALLOON, x, y, size, silk, 1);
            for (float from : new float[] {-0.72f, -0.14f, 0.44f}) {
                add(Shape.stripe(from, from + 0.28f), x, y, size, band, 1);
            }
            add(Shape.stripe(0.3f, 1.2f), x, y, size, Colour.BLACK, 0.14f);
        }
    }

    void boats() {
        Colour sail = palette.dark() ? palette.far() : palette.accent().mix(palette.horizon(), 0.35f);
        for (int i = 0; i < 2; i++) {
            float size = unit * (0.03f + 0.055f * i);
            float line = frame.horizon() + frame.ground() * (0.06f + 0.22f * i);
            Colour colour = sail.mix(palette.near(), 0.35f + 0.3f * i);
            add(Shape.BOAT, away(0.13f + 0.16f * i), line - size, size, colour, 1);
            add((x, y) -> Shape.BOAT.distance(x, -y), away(0.13f + 0.16f * i), line + size, size, colour, 0.28f);
        }
    }

    /** Added from far to near, so near flowers cover far ones. */
    void flowers() {
        Colour stalk = palette.near().mix(Colour.hex("4f8a3c"), palette.dark() ? 0.1f : 0.5f);
        Colour heart = Colour.hex("f9d667").mix(palette.near(), palette.dark() ? 0.55f : 0.05f);
        int kinds = 2 + dice.nextInt(PETALS.size() - 1);
        int count = number(520);
        for (int i = 0; i < count; i++) {
            float t = 1 - (float) Math.sqrt(1 - 0.94f * (i + dice.nextFloat()) / count);
            float size = unit * (0.0045f + 0.034f * t * t) * dice.nextFloat(0.7f, 1.25f);
            float x = frame.width() * dice.nextFloat(-0.02f, 1.02f);
            float y = frame.horizon() + frame.ground() * (0.34f + 0.68f * t);
            float shade = palette.dark() ? 0.55f : 0.05f + 0.25f * dice.nextFloat() * (1 - t * t);
            add(Shape.STALK, x, y + size * 1.9f, size * 1.3f, stalk, 0.9f);
            add(Shape.blossom(dice.nextFloat()), x, y, size, petal(kinds).mix(palette.near(), shade), 1);
            add(Shape.DISC, x, y, size * 0.26f, heart, 1);
        }
    }

    private Colour petal(int kinds) {
        return PETALS.get(dice.nextInt(kinds));
    }

    void cat() {
        float size = unit * 0.15f;
        float foot = frame.height() - unit * 0.1f;
        Colour fur =
                palette.near().mix(palette.far(), palette.dark() ? 0.55f : 0).times(0.75f);
        add(Shape.SHADE, away(0.16f) + size * 0.15f, foot, size, Colour.BLACK, 0.3f);
        add(Shape.CAT, away(0.16f), foot - size, size, fur, 1);
    }
}
