package studio.practice.painting;

import java.util.Set;

/**
 * What is to be painted; equal orders give equal pictures.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param seed decides everything that the motifs leave open
 * @param motifs what the prompt names; empty: the seed chooses
 * @param tint 0: none; otherwise its bits choose a colour that the whole picture leans to
 */
public record Order(int width, int height, long seed, Set<Motif> motifs, long tint) {
    public Order {
        motifs = Set.copyOf(motifs);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A picture has at least one pixel, not " + width + "x" + height);
        }
    }

    /**
     * An order from a prompt's words; the seed is the prompt itself.
     *
     * @param seed more seed, so that the same words can give another picture; 0 for none
     */
    public static Order of(String prompt, long seed, int width, int height, long tint) {
        long hash = 1125899906842597L;
        for (int i = 0; i < prompt.length(); i++) {
            hash = 31 * hash + prompt.charAt(i);
        }
        return new Order(width, height, Dice.mix(hash ^ seed), Motif.in(prompt), tint);
    }

    /** The same scene at another size. */
    public Order sized(int newWidth, int newHeight) {
        return new Order(newWidth, newHeight, seed, motifs, tint);
    }
}
