package studio.practice.painting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides what stands where: stacks the layers from back to front. */
final class Composition {
    private final Set<Motif> motifs;
    private final long seed;
    private final Dice dice;
    private final Palette palette;
    private final Frame frame;
    private final float unit;
    private final Skylines skylines;
    private final List<Layer> layers = new ArrayList<>();

    Composition(Order order) {
        this.seed = order.seed();
        this.dice = Dice.of(seed, "composition");
        Mood mood = new Mood(order, dice);
        this.motifs = mood.motifs();
        this.palette = mood.palette();
        float side = dice.chance(0.5f) ? dice.between(0.22f, 0.4f) : dice.between(0.6f, 0.78f);
        float line = order.height() * (has(Motif.SEA) ? dice.between(0.54f, 0.62f) : dice.between(0.6f, 0.68f));
        float high = has(Motif.SUNSET) || has(Motif.DAWN) ? dice.between(0.74f, 0.86f) : dice.between(0.24f, 0.42f);
        this.frame = new Frame(order.width(), order.height(), line, order.width() * side, line * high);
        this.unit = frame.unit();
        this.skylines = new Skylines(frame);
    }

    /** From back to front. */
    List<Layer> layers() {
        if (has(Motif.FLOW)) {
            flow();
            return layers;
        }
        sky();
        if (has(Motif.MOUNTAIN)) {
            mountains();
        } else if (!has(Motif.CITY) && !has(Motif.DESERT)) {
            distance();
        }
        if (has(Motif.CITY)) {
            city();
        }
        if (has(Motif.SEA)) {
            layers.add(new Water(frame, palette, layers, has(Motif.MOUNTAIN) ? 0.75f : 0.35f, seed("water")));
        }
        if (has(Motif.DESERT)) {
            dunes();
        }
        if (has(Motif.FOREST)) {
            forest();
        } else if (has(Motif.HILLS) || has(Motif.FLOWERS) || has(Motif.CAT)) {
            meadow();
        }
        new Ornaments(frame, palette, seed).add(layers, motifs);
        return layers;
    }

    private boolean has(Motif motif) {
        return motifs.contains(motif);
    }

    private long seed(String name) {
        return Dice.mix(seed ^ name.hashCode());
    }

    private void sky() {
        boolean low = has(Motif.SUNSET) || has(Motif.DAWN);
        layers.add(new Sky(frame, palette, palette.dark() ? 0.5f : low ? 1 : 0.7f));
        if (palette.dark()) {
            layers.add(new Stars(frame, (int) (420 * Math.max(1, frame.width() / unit)), seed("stars")));
        }
        if (has(Motif.AURORA)) {
            layers.add(new Aurora(frame, seed("aurora")));
        } else {
            float radius = unit * (palette.dark() ? 0.055f : low ? 0.075f : 0.042f);
            layers.add(new Orb(frame, palette.light(), radius, palette.dark(), seed("orb")));
        }
        float cover = palette.dark() ? 0.25f : dice.between(0.3f, 0.62f);
        layers.add(new Clouds(frame, palette, cover, seed("clouds")));
    }

    private void distance() {
        float[] top = skylines.hills(frame.horizon() + 0.04f * unit, 0.16f * unit, 1.3f, seed("distance"));
        Colour crest = palette.far().mix(palette.horizon(), 0.45f);
        layers.add(new Ridge(
                frame, top, new Ridge.Look(crest, palette.horizon().mix(crest, 0.5f), 0.15f * unit, 0.1f, 0.2f), seed));
    }

    private void mountains() {
        boolean snowy = has(Motif.SNOW) || dice.chance(0.55f);
        int ranges = 3;
        for (int i = 0; i < ranges; i++) {
            float t = i / (ranges - 1f);
            float base = frame.horizon() + unit * (0.02f + 0.05f * t);
            float height = unit * (0.56f - 0.17f * t);
            float[] top = skylines.mountains(base, height, 1.5f + 0.7f * t, seed("mountain" + i));
            Colour crest = palette.far().mix(palette.horizon(), 0.42f * (1 - t)).mix(palette.near(), 0.45f * t);
            if (palette.dark()) {
                crest = crest.mix(palette.near(), 0.4f);
            }
            Colour foot = palette.horizon().mix(crest, 0.4f + 0.3f * t);
            Colour snow =
                    snowy && i < 2 ? Colour.hex(0xffffff).mix(palette.horizon(), palette.dark() ? 0.62f : 0.2f) : null;
            float line = base - height * (has(Motif.SNOW) ? 0.3f : 0.5f);
            layers.add(new Ridge(
                    frame,
                    top,
                    new Ridge.Look(crest, foot, height * 1.05f, 0.7f, 0.8f, snow, line, 0),
                    seed("rock" + i)));
        }
        if (!has(Motif.SEA) && !has(Motif.CITY) && !has(Motif.DESERT)) {
            float[] valley = skylines.hills(frame.horizon() + 0.1f * unit, 0.12f * unit, 1.1f, seed("valley"));
            Colour green = palette.far().mix(palette.near(), 0.62f);
            layers.add(new Ridge(
                    frame, valley, new Ridge.Look(green, palette.near(), 0.5f * unit, 0.3f, 0.35f), seed("valley")));
        }
    }

    private void city() {
        float lit = palette.dark() ? 0.42f : has(Motif.SUNSET) ? 0.22f : 0.05f;
        Colour lamp = palette.dark() || has(Motif.SUNSET) ? Colour.hex(0xffd48a) : Colour.hex(0xf4fbff);
        float base = has(Motif.SEA) ? frame.horizon() : frame.horizon() + 0.2f * unit;
        for (int i = 0; i < 3; i++) {
            float t = i / 2f;
            Colour crest = palette.far().mix(palette.horizon(), 0.5f * (1 - t)).mix(palette.near(), 0.75f * t);
            Colour foot = has(Motif.SEA)
                    ? palette.horizon().mix(crest, 0.45f + 0.4f * t)
                    : palette.near().mix(palette.horizon(), 0.5f * (1 - t));
            float ground = base + (has(Motif.SEA) ? 0 : 0.12f * unit * t);
            layers.add(new City(
                    frame,
                    crest,
                    foot,
                    lamp,
                    ground,
                    unit * (has(Motif.SEA) ? 0.46f - 0.1f * t : 0.62f - 0.14f * t),
                    lit * (0.5f + 0.5f * t),
                    seed("city" + i)));
        }
    }

    private void dunes() {
        for (int i = 0; i < 4; i++) {
            float t = i / 3f;
            float base =
                    frame.horizon() + unit * (0.02f + 0.3f * t * (frame.height() - frame.horizon()) / (0.38f * unit));
            float[] top = skylines.dunes(base, unit * (0.1f + 0.13f * t), 1.9f - 0.9f * t, seed("dune" + i));
            Colour crest =
                    palette.horizon().mix(palette.far(), 0.35f + 0.65f * t).mix(palette.near(), 0.2f * t);
            Colour foot = crest.mix(palette.near(), 0.35f + 0.35f * t);
            layers.add(new Ridge(
                    frame, top, new Ridge.Look(crest, foot, unit * (0.22f + 0.3f * t), 0.07f, 0.8f), seed("sand" + i)));
        }
    }

    private void forest() {
        float room = frame.height() - frame.horizon();
        for (int i = 0; i < 4; i++) {
            float t = i / 3f;
            float base = frame.horizon() + room * (has(Motif.SEA) ? 0.62f + 0.3f * t : 0.12f + 0.72f * t);
            float[] ground = skylines.hills(base, 0.1f * unit, 0.9f, seed("ground" + i));
            float[] top = skylines.firs(ground, unit * (0.1f + 0.24f * t), 3.6f - 0.6f * t, seed("firs" + i));
            Colour crest = palette.far().mix(palette.near(), 0.15f + 0.85f * t);
            if (has(Motif.SNOW)) {
                crest = crest.mix(Colour.hex(0xffffff), 0.1f);
            }
            Colour foot = crest.mix(palette.horizon(), 0.55f - 0.45f * t);
            layers.add(new Ridge(
                    frame,
                    top,
                    new Ridge.Look(crest, foot, unit * (0.16f + 0.14f * t), 0.25f, 0.1f),
                    seed("bark" + i)));
        }
    }

    private void meadow() {
        Colour grass = has(Motif.SNOW)
                ? Colour.hex(0xeef4fa).mix(palette.near(), palette.dark() ? 0.55f : 0.1f)
                : palette.near().mix(Colour.hex(0x7fae4e), palette.dark() ? 0.08f : has(Motif.SUNSET) ? 0.12f : 0.5f);
        float room = frame.height() - frame.horizon();
        for (int i = 0; i < 3; i++) {
            float t = i / 2f;
            float base = frame.horizon() + room * (0.3f + 0.42f * t);
            float[] top = skylines.hills(base, 0.22f * unit, 0.8f + 0.3f * t, seed("meadow" + i));
            Colour crest = grass.mix(palette.horizon(), 0.42f * (1 - t)).times(1.08f);
            Colour foot = crest.mix(palette.near(), 0.5f);
            layers.add(new Ridge(frame, top, new Ridge.Look(crest, foot, room * 0.8f, 0.22f, 0.5f), seed("grass" + i)));
        }
    }

    private void flow() {
        layers.add(new Sky(frame, palette, 0.5f));
        int bands = 7;
        for (int i = 0; i < bands; i++) {
            float t = i / (bands - 1f);
            float base = frame.height() * (0.16f + 0.8f * t);
            float[] top = skylines.flow(
                    base, unit * (0.05f + 0.035f * dice.unit()), 0.7f + 0.5f * dice.unit(), seed("flow" + i));
            Colour crest = palette.skyAt(1 - t).mix(palette.accent(), 0.1f + 0.35f * t);
            Colour foot = palette.skyAt(0.8f - 0.8f * t).mix(palette.near(), 0.15f + 0.4f * t);
            layers.add(new Ridge(
                    frame,
                    top,
                    new Ridge.Look(crest, foot, unit * 0.24f, 0.02f, 0.35f, null, 0, unit * 0.06f),
                    seed("cloth" + i)));
        }
    }
}
