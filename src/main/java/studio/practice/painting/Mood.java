package studio.practice.painting;

import java.util.EnumSet;
import java.util.Set;

/** Decides what a picture shows and in which colours: what the prompt names, completed by chance. */
final class Mood {
    private final Set<Motif> motifs = EnumSet.noneOf(Motif.class);
    private final Dice dice;
    private final Palette palette;

    /** @param dice thrown only where the prompt leaves something open */
    Mood(Order order, Dice dice) {
        this.dice = dice;
        motifs.addAll(order.motifs());
        choose();
        Palette chosen = colours();
        this.palette = order.tint() == 0
                ? chosen
                : chosen.tinted(Colour.hsl((order.tint() & 1023) / 1024f, 0.55f, 0.5f), 0.22f);
    }

    Set<Motif> motifs() {
        return motifs;
    }

    Palette palette() {
        return palette;
    }

    private boolean has(Motif motif) {
        return motifs.contains(motif);
    }

    /** Fills what the prompt left open. */
    private void choose() {
        Set<Motif> lands = EnumSet.of(
                Motif.MOUNTAIN,
                Motif.HILLS,
                Motif.FOREST,
                Motif.SEA,
                Motif.CITY,
                Motif.DESERT,
                Motif.FLOWERS,
                Motif.FLOW);
        lands.retainAll(motifs);
        if (has(Motif.AURORA)) {
            motifs.add(Motif.NIGHT);
        }
        if (has(Motif.BOAT)) {
            motifs.add(Motif.SEA);
        }
        if (!lands.isEmpty() || has(Motif.BOAT)) {
            return;
        }
        switch (dice.below(has(Motif.CAT) || has(Motif.SNOW) || has(Motif.AURORA) ? 3 : 6)) {
            case 0 -> motifs.addAll(Set.of(Motif.MOUNTAIN, Motif.FOREST));
            case 1 -> motifs.addAll(Set.of(Motif.MOUNTAIN, Motif.SEA));
            case 2 -> motifs.addAll(Set.of(Motif.HILLS, Motif.MOUNTAIN));
            case 3 -> motifs.addAll(Set.of(Motif.SEA, Motif.BIRDS));
            case 4 -> motifs.add(Motif.FLOW);
            default -> motifs.addAll(Set.of(Motif.HILLS, Motif.FLOWERS, Motif.BALLOON));
        }
    }

    private Palette colours() {
        if (has(Motif.NIGHT)) {
            return Palette.night(dice);
        }
        if (has(Motif.SUNSET)) {
            return Palette.sunset(dice);
        }
        if (has(Motif.DAWN)) {
            return Palette.dawn();
        }
        if (has(Motif.SNOW)) {
            return Palette.winter();
        }
        if (has(Motif.DESERT)) {
            return Palette.desert();
        }
        if (has(Motif.MIST) || (has(Motif.FOREST) && !has(Motif.DAY))) {
            return Palette.mist();
        }
        if (has(Motif.DAY) || has(Motif.FLOWERS) || has(Motif.BALLOON)) {
            return Palette.day(dice);
        }
        if (has(Motif.FLOW)) {
            return switch (dice.below(4)) {
                case 0 -> Palette.sunset(dice);
                case 1 -> Palette.dawn();
                case 2 -> Palette.night(dice);
                default -> Palette.around(dice.unit(), dice.chance(0.4f));
            };
        }
        return switch (dice.below(5)) {
            case 0 -> Palette.day(dice);
            case 1 -> Palette.sunset(dice);
            case 2 -> Palette.dawn();
            case 3 -> Palette.around(dice.unit(), false);
            default -> Palette.mist();
        };
    }
}
