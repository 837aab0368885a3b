package studio.upstream;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a free call found out about a connection that works.
 *
 * @param models how many models the upstream offers
 * @param pictureModels how many of them make pictures
 * @param modelKnown whether the wanted model is among them; null when the upstream does not say
 * @param similar when it is not: ids that are like the wanted one, the most alike first, at most five
 * @param balance what is left to spend; null when the upstream does not say
 */
public record ConnectionCheck(
        int models,
        int pictureModels,
        @Nullable Boolean modelKnown,
        List<String> similar,
        @Nullable Balance balance) {
    private static final int MAX_SIMILAR = 5;
    private static final int MAX_ID = 200;
    private static final int COMPARED = 5_000;

    /** The least share of common pieces. */
    private static final double ALIKE = 0.3;

    /**
     * @param left in US dollars
     * @param limit of which it is left; null when there is none
     */
    public record Balance(BigDecimal left, @Nullable BigDecimal limit) {}

    private record Scored(String id, double score) {}

    /** From a list of models, ids compared as they are written. */
    public static ConnectionCheck of(List<UpstreamModel> models, String wanted, @Nullable Balance balance) {
        int pictures =
                (int) models.stream().filter(UpstreamModel::supportsImages).count();
        boolean known = models.stream().anyMatch(m -> m.id().equals(wanted));
        return new ConnectionCheck(
                models.size(),
                pictures,
                models.isEmpty() ? null : Boolean.valueOf(known),
                known ? List.of() : similar(wanted, models),
                balance);
    }

    /** The same where the list does not tell what can be asked for. */
    public ConnectionCheck withoutModel() {
        return new ConnectionCheck(models, pictureModels, null, List.of(), balance);
    }

    /** The same where the model answers although the list leaves it out. */
    public ConnectionCheck withModel() {
        return new ConnectionCheck(models, pictureModels, true, List.of(), balance);
    }

    /** For an id that is not there: a typing mistake, a missing vendor, an older version. */
    private static List<String> similar(String wanted, List<UpstreamModel> models) {
        Set<String> asked = pieces(wanted);
        return models.stream()
                .limit(COMPARED)
                .map(UpstreamModel::id)
                .filter(id -> id.length() <= MAX_ID)
                .map(id -> new Scored(id, alike(asked, pieces(id))))
                .filter(scored -> scored.score() >= ALIKE)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(MAX_SIMILAR)
                .map(Scored::id)
                .toList();
    }

    /** Pairs of neighbouring letters and digits of the name without its vendor. */
    private static Set<String> pieces(String id) {
        String cut = id.substring(0, Math.min(id.length(), MAX_ID)).toLowerCase(Locale.ROOT);
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
