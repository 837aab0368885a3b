package studio.upstream;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the models whose ids are most like one that is not there: a typing mistake, a missing vendor, an older version. */
final class SimilarIds {
    private static final int MAX = 5;
    private static final int LONGEST = 200;
    private static final int COMPARED = 5_000;

    /** The least share of common pieces. */
    private static final double ALIKE = 0.3;

    private record Scored(String id, double score) {}

    private SimilarIds() {}

    static List<String> find(String wanted, List<UpstreamModel> models) {
        Set<String> asked = pieces(wanted);
        return models.stream()
                .limit(COMPARED)
                .filter(model -> model.id().length() <= LONGEST)
                .map(model -> new Scored(model.id(), alike(asked, pieces(model.id()))))
                .filter(scored -> scored.score() >= ALIKE)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(MAX)
                .map(Scored::id)
                .toList();
    }

    /** Pairs of neighbouring letters and digits of the name without its vendor. */
    private static Set<String> pieces(String id) {
        String cut = id.substring(0, Math.min(id.length(), LONGEST)).toLowerCase(Locale.ROOT);
        String name = cut.substring(cut.lastIndexOf('/') + 1).replaceAll("[^\\p{L}\\p{N}]+", "");
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= name.length(); i++) {
            pairs.add(name.substring(i, i + 2));
        }
        return pairs;
    }

    /** Shared pieces by all pieces: 1 for the same name in another spelling, 0 for nothing in common. */
    private static double alike(Set<String> one, Set<String> other) {
        long shared = one.stream().filter(other::contains).count();
        long all = one.size() + other.size() - shared;
        return all == 0 ? 0 : (double) shared / all;
    }
}
