package studio.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which {@code size}s a model takes. Numbers that are 0 set no limit.
 *
 * @param listed sizes to offer; all there are unless {@code free}
 * @param free any size that keeps the following rules is taken
 * @param multipleOf of which both sides must be multiples
 * @param maxRatio how many times the long side may be as long as the short one
 * @param minPixels width times height
 * @param maxPixels width times height
 * @param maxSide of the long side, in pixels
 * @param alone a size excludes other options: it cannot be combined with {@code aspectRatio} or {@code imageSize}
 */
@RegisterForReflection
public record ExactSizes(
        List<PixelSize> listed,
        boolean free,
        int multipleOf,
        int maxRatio,
        long minPixels,
        long maxPixels,
        int maxSide,
        boolean alone) {

    /** What a size can be wrong by. */
    public enum Rule {
        LISTED,
        MULTIPLE,
        SIDE,
        RATIO,
        MIN_PIXELS,
        MAX_PIXELS
    }

    public ExactSizes {
        listed = Given.list(listed);
        Given.between("multipleOf", multipleOf, 0, 4096);
        Given.between("maxRatio", maxRatio, 0, 1000);
        Given.between("maxSide", maxSide, 0, 99_999);
    }

    /** The first rule that a size breaks; empty when it is taken. */
    public Optional<Rule> broken(PixelSize size) {
        return listed.contains(size)
                ? Optional.empty()
                : Stream.of(Rule.values()).filter(rule -> breaks(size, rule)).findFirst();
    }

    private boolean breaks(PixelSize size, Rule rule) {
        return switch (rule) {
            case LISTED -> !free;
            case MULTIPLE -> multipleOf > 1 && (size.width() % multipleOf != 0 || size.height() % multipleOf != 0);
            case SIDE -> maxSide > 0 && size.longestSide() > maxSide;
            case RATIO -> maxRatio > 0 && size.elongation() > maxRatio;
            case MIN_PIXELS -> size.pixels() < minPixels;
            case MAX_PIXELS -> maxPixels > 0 && size.pixels() > maxPixels;
        };
    }

    /** The taken size that is most like the given one; empty when none is found. */
    public Optional<PixelSize> nearest(PixelSize wanted) {
        return Stream.concat(listed.stream(), free ? around(wanted) : Stream.empty())
                .filter(size -> broken(size).isEmpty())
                .min(Comparator.comparingDouble(wanted::distance));
    }

    /** Sizes on the grid of multiples around the wanted one, once that is brought within the other limits. */
    private Stream<PixelSize> around(PixelSize wanted) {
        double width = wanted.width();
        double height = wanted.height();
        if (maxRatio > 0 && wanted.elongation() > maxRatio) {
            double shorter = Math.sqrt((double) wanted.pixels() / maxRatio);
            width = wanted.width() > wanted.height() ? shorter * maxRatio : shorter;
            height = wanted.width() > wanted.height() ? shorter : shorter * maxRatio;
        }
        double max = maxPixels > 0 ? Math.sqrt(maxPixels / (width * height)) : 1;
        double min = Math.sqrt(minPixels / (width * height));
        double longest = maxSide > 0 ? maxSide / Math.max(width, height) : 1;
        double scale = Math.min(Math.max(1, min), Math.min(max, longest));
        int step = Math.max(1, multipleOf);
        long columns = (long) (width * scale / step);
        long rows = (long) (height * scale / step);
        return IntStream.rangeClosed(-3, 3).boxed().flatMap(dx -> IntStream.rangeClosed(-3, 3)
                .mapToObj(dy -> new long[] {(columns + dx) * step, (rows + dy) * step})
                .filter(side -> Math.min(side[0], side[1]) > 0 && Math.max(side[0], side[1]) <= 99_999)
                .map(side -> new PixelSize((int) side[0], (int) side[1])));
    }
}
