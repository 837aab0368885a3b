package studio.practice.painting;

import java.util.List;
import java.util.Set;

/** Adds what stands in front of the land: flowers, boats, birds, balloons, a cat, falling snow. */
final class Ornaments {
    private static final int[] PETALS = {0xe8574a, 0xf6b73c, 0xf7f3ea, 0xd978b8, 0x8d7be0, 0xf08aa0};

    private final Frame frame;
    private final Palette palette;
    private final long seed;
    private final float unit;

    Ornaments(Frame frame, Palette palette, long seed) {
        this.frame = frame;
        this.palette = palette;
        this.seed = seed;
        this.unit = frame.unit();
    }

    void add(List<Layer> layers, Set<Motif> motifs) {
        if (motifs.contains(Motif.BIRDS)) {
            layers.add(birds());
        }
        if (motifs.contains(Motif.BALLOON)) {
            layers.add(balloons());
        }
        if (motifs.contains(Motif.BOAT)) {
            layers.add(boats());
        }
        if (motifs.contains(Motif.FLOWERS)) {
            layers.add(flowers());
        }
        if (motifs.contains(Motif.CAT)) {
            layers.add(cat());
        }
        if (motifs.contains(Motif.SNOW)) {
            layers.add(snowfall());
        }
    }

    private Sprites birds() {
        Dice dice = Dice.of(seed, "birds");
        Sprites sprites = new Sprites(frame);
        float x = frame.width() * dice.between(0.3f, 0.6f);
        float y = frame.horizon() * dice.between(0.3f, 0.5f);
        for (int i = 0; i < 9; i++) {
            float size = unit * dice.between(0.012f, 0.024f);
            sprites.add(new Sprites.Sprite(
                    Shape.bird(),
                    x + unit * dice.between(-0.24f, 0.24f),
                    y + unit * dice.between(-0.1f, 0.1f),
                    size,
                    dice.between(-0.3f, 0.3f),
                    palette.near().mix(palette.far(), 0.25f),
                    0.9f));
        }
        return sprites;
    }

    private Sprites balloons() {
        Dice dice = Dice.of(seed, "balloons");
        Sprites sprites = new Sprites(frame);
        for (int i = 0; i < 5; i++) {
            float depth = 1 - i / 5f;
            float size = unit * (0.028f + 0.085f * (1 - depth) * (1 - depth) * 1.5f);
            float x = frame.width() * (0.12f + 0.76f * ((i * 0.37f + dice.unit() * 0.2f) % 1));
            float y = frame.horizon() * dice.between(0.22f, 0.6f);
            Colour main = Colour.hex(PETALS[dice.below(PETALS.length)]).mix(palette.horizon(), 0.45f * depth);
            Colour band = Colour.hex(0xfff4e2).mix(palette.horizon(), 0.45f * depth);
            sprites.add(Shape.balloon(), x, y, size, main);
            sprites.add(Shape.gore(-0.72f, -0.38f), x, y, size, band);
            sprites.add(Shape.gore(-0.12f, 0.12f), x, y, size, band);
            sprites.add(Shape.gore(0.38f, 0.72f), x, y, size, band);
            sprites.add(new Sprites.Sprite(Shape.gore(0.3f, 1.2f), x, y, size, 0, Colour.hex(0x201828), 0.16f));
        }
        return sprites;
    }

    private Sprites boats() {
        Dice dice = Dice.of(seed, "boats");
        Sprites sprites = new Sprites(frame);
        float room = frame.height() - frame.horizon();
        Colour sail = palette.dark() ? palette.far() : palette.accent().mix(palette.horizon(), 0.35f);
        for (int i = 0; i < 2; i++) {
            float size = unit * (0.03f + 0.055f * i);
            float x = frame.width() * (frame.sunX() > frame.width() / 2f ? 0.36f - 0.16f * i : 0.62f + 0.16f * i);
            float line = frame.horizon() + room * (0.06f + 0.22f * i) + dice.unit();
            Colour colour = sail.mix(palette.near(), 0.35f + 0.3f * i);
            sprites.add(Shape.boat(), x, line - size, size, colour);
            sprites.add(new Sprites.Sprite(
                    (px, py) -> Shape.boat().distance(px, 1 - (py + 1) * 1.4f),
                    x,
                    line + size,
                    size,
                    0,
                    colour,
                    0.28f));
        }
        return sprites;
    }

    private Sprites flowers() {
        Dice dice = Dice.of(seed, "flowers");
        Sprites sprites = new Sprites(frame);
        float room = frame.height() - frame.horizon();
        int count = (int) (520 * Math.max(1, frame.width() / unit));
        float shade = palette.dark() ? 0.55f : 0.05f;
        int first = dice.below(PETALS.length);
        for (int i = 0; i < count; i++) {
            // Sorted from far to near by construction, so near flowers cover far ones.
            float t = 1 - (float) Math.sqrt(1 - 0.94f * (i + dice.unit()) / count);
            float near = t * t;
            float y = frame.horizon() + room * (0.34f + 0.68f * t);
            float x = frame.width() * dice.between(-0.02f, 1.02f);
            float size = unit * (0.0045f + 0.034f * near) * dice.between(0.7f, 1.25f);
            Colour petal = Colour.hex(PETALS[(first + dice.below(3)) % PETALS.length])
                    .mix(palette.near(), shade + 0.25f * dice.unit() * (1 - near));
            float sway = dice.between(-0.35f, 0.35f);
            sprites.add(new Sprites.Sprite(
                    (px, py) -> Math.max(Math.abs(px - 0.08f * py * py) - 0.06f, Math.abs(py) - 1.2f),
                    x,
                    y + size * 1.9f,
                    size * 1.3f,
                    sway * 0.4f,
                    palette.near().mix(Colour.hex(0x4f8a3c), palette.dark() ? 0.1f : 0.5f),
                    0.9f));
            sprites.add(new Sprites.Sprite(Shape.blossom(), x, y, size, dice.between(0, 6.28f), petal, 1));
            if (size > 2) {
                sprites.add(
                        Shape.disc(), x, y, size * 0.26f, Colour.hex(0xf9d667).mix(palette.near(), shade));
            }
        }
        return sprites;
    }

    private Sprites cat() {
        Sprites sprites = new Sprites(frame);
        float size = unit * 0.15f;
        float x = frame.width() * (frame.sunX() > frame.width() / 2f ? 0.34f : 0.66f);
        float foot = frame.height() - unit * 0.1f;
        Colour fur = palette.near().times(0.75f);
        sprites.add(new Sprites.Sprite(
                (px, py) -> (float) Math.sqrt(px * px + py * py * 14) - 0.95f,
                x + size * 0.15f,
                foot,
                size,
                0,
                Colour.hex(0),
                0.3f));
        sprites.add(Shape.cat(), x, foot - size, size, fur);
        return sprites;
    }

    private Sprites snowfall() {
        Dice dice = Dice.of(seed, "snowfall");
        Sprites sprites = new Sprites(frame);
        int count = (int) (260 * Math.max(1, frame.width() / unit));
        for (int i = 0; i < count; i++) {
            float rare = dice.unit();
            float size = unit * (0.0012f + 0.0042f * rare * rare * rare);
            sprites.add(new Sprites.Sprite(
                    Shape.disc(),
                    frame.width() * dice.unit(),
                    frame.height() * dice.unit(),
                    Math.max(0.6f, size),
                    0,
                    Colour.hex(0xffffff),
                    dice.between(0.35f, 0.85f)));
        }
        return sprites;
    }
}
