package studio.practice.painting;

import java.util.Arrays;
import java.util.List;

/**
 * The colours of one mood.
 *
 * @param sky from the zenith to the horizon
 * @param light of sun or moon
 */
record Palette(List<Colour> sky, Colour light, Colour far, Colour near, Colour cloud, Colour accent) {

    /** @param colours nine: four of the sky and then the others, in the order of the fields */
    static Palette of(String colours) {
        List<Colour> all =
                Arrays.stream(colours.split(" ", -1)).map(Colour::hex).toList();
        return new Palette(all.subList(0, 4), all.get(4), all.get(5), all.get(6), all.get(7), all.get(8));
    }

    /** Drawn towards one colour, as if by coloured glass. */
    Palette tinted(Colour tint, float share) {
        return new Palette(
                sky.stream().map(colour -> colour.mix(tint, share)).toList(),
                light.mix(tint, share / 2),
                far.mix(tint, share),
                near.mix(tint, share / 2),
                cloud.mix(tint, share / 2),
                accent);
    }

    /** Whether it is night. */
    boolean dark() {
        return sky.getFirst().g() < 0.1f;
    }

    Colour horizon() {
        return sky.getLast();
    }

    /** @param t 0 at the zenith, 1 at the horizon */
    Colour skyAt(float t) {
        float scaled = Colour.clamp(t) * (sky.size() - 1);
        int index = Math.min((int) scaled, sky.size() - 2);
        return sky.get(index).mix(sky.get(index + 1), Colour.smooth(0, 1, scaled - index));
    }
}
