package studio.practice.painting;

import java.util.Random;
import java.util.Set;

/**
 * A picture to be painted; equal orders give equal pictures.
 *
 * @param seed decides everything that the motifs leave open
 * @param motifs what the prompt names; empty: the seed chooses
 * @param tint 0: none; otherwise its bits choose a colour that the whole picture leans to
 * @param jpeg otherwise PNG
 */
public record Order(int width, int height, long seed, Set<String> motifs, long tint, boolean jpeg) {
    /** @param seed so that the same words can give another picture; 0: the words alone decide */
    public static Order of(String prompt, long seed, int width, int height, long tint, boolean jpeg) {
        long words = new Random((prompt.hashCode() + (long) prompt.length()) << 32).nextLong();
        return new Order(width, height, words ^ (seed * 0x9E3779B97F4A7C15L), Motifs.in(prompt), tint, jpeg);
    }

    /** The same scene as a rough draft, {@code factor} times as wide and high. */
    public Order draft(double factor) {
        int wide = (int) Math.max(1, Math.round(width * factor));
        return new Order(wide, (int) Math.max(1, Math.round(height * factor)), seed, motifs, tint, jpeg);
    }

    /** {@code png} or {@code jpeg}, as in a media type. */
    public String format() {
        return jpeg ? "jpeg" : "png";
    }

    public long pixels() {
        return (long) width * height;
    }
}
