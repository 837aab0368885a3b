package studio.practice.painting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import studio.practice.painting.Frame.Layer;

/**
 * Paints an order row by row, as 8-bit RGB; memory grows with the width only. What stands where and in which colours is what the prompt
 * names, completed by chance. Not for several threads at once.
 */
public final class Painting {
    private final Set<String> motifs;
    private final long seed;
    private final Random dice;
    private final Palette palette;
    private final Frame frame;
    private final Outlines outlines;
    private final float unit;
    private final boolean low;
    private final float[] row;

    /** From back to front. */
    private final List<Layer> layers = new ArrayList<>();

    public Painting(Order order) {
        seed = order.seed();
        dice = new Random(seed);
        motifs = completed(order.motifs());
        Palette mood = one(Motifs.moods(motifs));
        Colour glass = Colour.hue((order.tint() & 1023) / 1024f);
        palette = order.tint() == 0 ? mood : mood.tinted(glass, 0.3f);
        low = shows("sunset", "dawn");
        float line = order.height() * (dice.nextFloat(0.6f, 0.68f) - (shows("sea") ? 0.06f : 0));
        float sunX = order.width() * (dice.nextFloat(0.22f, 0.4f) + (dice.nextBoolean() ? 0.38f : 0));
        float sunY = line * (dice.nextFloat(0.24f, 0.42f) + (low ? 0.46f : 0));
        frame = new Frame(order.width(), order.height(), line, sunX, sunY);
        outlines = new Outlines(frame);
        unit = frame.unit();
        row = new float[3 * order.width()];
        if (shows("flow")) {
            layers.add(Air.sky(frame, palette, 0.5f, 0, seed));
            land("flow", outlines::waves, this::silk);
        } else {
            landscape();
        }
    }

    /** @param rgb filled with red, green and blue of each pixel from left to right */
    public void row(int y, byte[] rgb) {
        layers.forEach(layer -> layer.paint(y, row));
        float v = 2f * (y + 0.5f) / frame.height() - 1;
        for (int x = 0; x < frame.width(); x++) {
            float u = 2f * (x + 0.5f) / frame.width() - 1;
            float corner = (u * u + v * v) * 0.5f;
            float vignette = 1 - 0.3f * corner * corner;
            // Half a step of noise hides the bands that smooth skies would show in eight bits.
            int grain = (x * 0x27D4EB2D) ^ (y * 0x165667B1);
            grain = (grain ^ (grain >>> 15)) * 0x2C1B3C6D;
            float dither = ((grain ^ (grain >>> 13)) >>> 8) * 0x1p-24f;
            for (int i = 3 * x; i < 3 * x + 3; i++) {
                rgb[i] = (byte) Math.clamp((int) (row[i] * vignette * 255 + dither), 0, 255);
            }
        }
    }

    private boolean shows(String... any) {
        return !Collections.disjoint(motifs, List.of(any));
    }

    private Set<String> completed(Set<String> named) {
        Set<String> all = Motifs.implied(named);
        if (Collections.disjoint(all, Motifs.list("lands"))) {
            all.addAll(Motifs.list("chance."
                    + (1 + dice.nextInt(Collections.disjoint(all, List.of("cat", "snow", "aurora")) ? 6 : 3))));
        }
        return all;
    }

    private <T> T one(List<T> of) {
        return of.get(dice.nextInt(of.size()));
    }

    private long seed(String name) {
        return new Random(seed ^ name.hashCode()).nextLong();
    }

    private void landscape() {
        boolean dark = palette.dark();
        float radius = shows("aurora") ? 0 : dark ? 0.055f : low ? 0.075f : 0.042f;
        layers.add(Air.sky(frame, palette, dark ? 0.5f : low ? 1 : 0.7f, radius * unit, seed("moon")));
        if (dark) {
            motifs.add("night");
        }
        prop("night", props -> props.dots(420, frame.horizon(), palette.light()));
        if (shows("aurora")) {
            layers.add(Air.aurora(frame, seed("aurora")));
        }
        layers.add(Air.clouds(frame, palette, dark ? 0.25f : dice.nextFloat(0.3f, 0.62f), seed("clouds")));
        if (shows("mountain")) {
            land("mountain", outlines::mountains, t -> palette.far().mix(palette.near(), dark ? 0.35f : 0));
            if (!shows("sea", "city", "desert")) {
                land("valley", outlines::hills, t -> palette.far());
            }
        } else if (!shows("city", "desert")) {
            land("distance", outlines::hills, t -> palette.far());
        }
        if (shows("city")) {
            land(shows("sea") ? "harbour" : "city", outlines::towers, t -> palette.far());
        }
        if (shows("sea")) {
            layers.add(Land.water(frame, palette, layers, shows("mountain") ? 0.75f : 0.35f, seed("water")));
        }
        if (shows("desert")) {
            land("desert", outlines::dunes, t -> palette.far());
        }
        if (shows("forest")) {
            land(shows("sea") ? "shore" : "forest", outlines::firs, t -> palette.far());
        } else if (shows("hills", "flowers", "cat")) {
            Colour grass = Colour.hex(shows("snow") ? "eef4fa" : "7fae4e");
            float share = dark || low ? 0.1f : shows("snow") ? 0.9f : 0.5f;
            land("hills", outlines::hills, t -> palette.near().mix(grass, share));
        }
        prop("birds", Props::birds);
        prop("balloon", Props::balloons);
        prop("boat", Props::boats);
        prop("flowers", Props::flowers);
        prop("cat", Props::cat);
        prop("snow", props -> props.dots(260, frame.height(), Colour.WHITE));
    }

    private void prop(String motif, Consumer<Props> kind) {
        if (shows(motif)) {
            Props props = new Props(frame, palette, seed(motif));
            kind.accept(props);
            layers.add(props);
        }
    }

    private Colour silk(double t) {
        return palette.skyAt(1 - (float) t).mix(palette.accent(), 0.1f + 0.35f * (float) t);
    }

    /** Ridges one behind the other. */
    private void land(String name, Outlines.Kind kind, DoubleFunction<Colour> base) {
        float[] numbers = Motifs.land(name);
        boolean snowy = name.equals("mountain") && (shows("snow") || dice.nextBoolean());
        for (int i = 0; i < numbers[0]; i++) {
            float t = i / Math.max(1, numbers[0] - 1);
            float[] at = new float[7];
            for (int pair = 0; pair < at.length; pair++) {
                at[pair] = numbers[1 + 2 * pair] * (1 - t) + numbers[2 + 2 * pair] * t;
            }
            float line = frame.horizon() + at[0] * unit + at[1] * frame.ground();
            float[] top = kind.outline(line, at[2] * unit, seed(name + i));
            Colour crest = base.apply(t).mix(palette.horizon(), at[3]).mix(palette.near(), at[4]);
            Colour foot = crest.mix(palette.horizon(), at[5]).mix(palette.near(), at[6]);
            float depth = at[2] * unit * numbers[15];
            if (snowy && i < 2) {
                foot = crest;
                crest = Colour.WHITE.mix(palette.horizon(), palette.dark() ? 0.62f : 0.1f);
                depth *= shows("snow") ? 0.5f : 0.25f;
            }
            layers.add(Land.ridge(frame, top, crest, foot, depth, numbers[16], numbers[17], seed(name)));
            if (name.equals("city") || name.equals("harbour")) {
                float lit = (palette.dark() ? 0.42f : low ? 0.22f : 0.05f) * (0.5f + 0.5f * t);
                float size = Math.max(2.5f, unit * (0.01f + 0.003f * t));
                layers.add(Land.windows(frame, top, line, size, palette.dark() || low, lit, seed("lamp" + i)));
            }
        }
    }
}
