package studio.practice.painting;

import java.util.List;

/**
 * The colours of one mood.
 *
 * @param sky from the zenith to the horizon
 * @param light of sun or moon
 * @param far of the ridges in the distance
 * @param near of the foreground
 * @param cloud of clouds where light falls on them
 * @param accent for flowers, sails, balloons
 */
record Palette(List<Colour> sky, Colour light, Colour far, Colour near, Colour cloud, Colour accent, boolean dark) {

    static Palette of(boolean dark, int[] sky, int light, int far, int near, int cloud, int accent) {
        return new Palette(
                java.util.Arrays.stream(sky).mapToObj(Colour::hex).toList(),
                Colour.hex(light),
                Colour.hex(far),
                Colour.hex(near),
                Colour.hex(cloud),
                Colour.hex(accent),
                dark);
    }

    static Palette day(Dice dice) {
        return dice.chance(0.5f)
                ? of(
                        false,
                        new int[] {0x1f66b5, 0x4f97d6, 0x9accea, 0xe6f1ec},
                        0xfff6d8,
                        0x8fb0c6,
                        0x2f5a43,
                        0xffffff,
                        0xe8574a)
                : of(
                        false,
                        new int[] {0x2d7fb8, 0x67b2d6, 0xb4dfe4, 0xf6efdc},
                        0xfff2c4,
                        0x9bb8bd,
                        0x3a6648,
                        0xfffdf6,
                        0xf0883e);
    }

    static Palette sunset(Dice dice) {
        return switch (dice.below(3)) {
            case 0 ->
                of(
                        false,
                        new int[] {0x2b2f66, 0x8a4a86, 0xf0735f, 0xffc56e},
                        0xffe9b0,
                        0xb8677f,
                        0x241a3a,
                        0xffb38a,
                        0xffd27a);
            case 1 ->
                of(
                        false,
                        new int[] {0x1f3a66, 0x6f5f93, 0xe88d6d, 0xffdc8f},
                        0xfff0c2,
                        0xa5748a,
                        0x1d2440,
                        0xffc7a1,
                        0xff8f5a);
            default ->
                of(
                        false,
                        new int[] {0x3a2350, 0xa33b62, 0xf4644d, 0xffb04f},
                        0xffe3a0,
                        0xb2515f,
                        0x2a1430,
                        0xff9a76,
                        0xffc95c);
        };
    }

    static Palette dawn() {
        return of(
                false,
                new int[] {0x5a78b8, 0xa6a3cf, 0xf2c0c4, 0xffe7c9},
                0xfff4df,
                0xb4a9c4,
                0x4a5678,
                0xffeef0,
                0xf08aa0);
    }

    static Palette night(Dice dice) {
        return dice.chance(0.5f)
                ? of(
                        true,
                        new int[] {0x050a1f, 0x0c1a3d, 0x1d3564, 0x4a6a94},
                        0xf4f1dc,
                        0x2c4670,
                        0x060c1c,
                        0x54709c,
                        0xffd58a)
                : of(
                        true,
                        new int[] {0x0a0720, 0x1a1144, 0x39276b, 0x7a559a},
                        0xfff0e0,
                        0x443a7a,
                        0x0b0820,
                        0x6f5aa2,
                        0xffc27a);
    }

    static Palette mist() {
        return of(
                false,
                new int[] {0x7fa3a6, 0xa6c1bd, 0xcfdcd2, 0xeef0e2},
                0xfffbe8,
                0xa9c2ba,
                0x173b35,
                0xf4f6ee,
                0xe0a458);
    }

    static Palette winter() {
        return of(
                false,
                new int[] {0x5b86b8, 0x93b4d6, 0xc9dcea, 0xf5f1ee},
                0xfff6e6,
                0xa9bfd6,
                0x4a6687,
                0xffffff,
                0xd94f4f);
    }

    static Palette desert() {
        return of(
                false,
                new int[] {0x3f7fae, 0x86b3c2, 0xe9d3a8, 0xffe3b3},
                0xfff3cf,
                0xe2b27e,
                0x9a4f2c,
                0xfff1dc,
                0xf2efe0);
    }

    /** For words that say nothing about colours: a harmony around one hue. */
    static Palette around(float hue, boolean dark) {
        float base = dark ? 0.10f : 0.38f;
        float step = dark ? 0.10f : 0.15f;
        return new Palette(
                List.of(
                        Colour.hsl(hue, 0.55f, base),
                        Colour.hsl(hue + 0.03f, 0.5f, base + step),
                        Colour.hsl(hue + 0.08f, 0.55f, base + 2 * step),
                        Colour.hsl(hue + 0.14f, 0.75f, base + 3 * step)),
                Colour.hsl(hue + 0.14f, 0.9f, 0.92f),
                Colour.hsl(hue + 0.05f, 0.35f, base + 1.4f * step),
                Colour.hsl(hue - 0.04f, 0.5f, dark ? 0.06f : 0.14f),
                Colour.hsl(hue + 0.1f, 0.6f, dark ? 0.5f : 0.93f),
                Colour.hsl(hue + 0.45f, 0.75f, 0.62f),
                dark);
    }

    /** Drawn towards one colour, as if by coloured glass. */
    Palette tinted(Colour tint, float share) {
        return new Palette(
                sky.stream().map(c -> c.mix(tint, share)).toList(),
                light.mix(tint, share / 2),
                far.mix(tint, share),
                near.mix(tint, share / 2),
                cloud.mix(tint, share / 2),
                accent,
                dark);
    }

    Colour horizon() {
        return sky.getLast();
    }

    /** @param t 0 at the zenith, 1 at the horizon */
    Colour skyAt(float t) {
        float scaled = Colour.clamp(t) * (sky.size() - 1);
        int index = Math.min((int) scaled, sky.size() - 2);
        float share = scaled - index;
        return sky.get(index).mix(sky.get(index + 1), share * share * (3 - 2 * share));
    }
}
