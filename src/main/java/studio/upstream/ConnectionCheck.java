package studio.upstream;

import java.math.BigDecimal;
import java.util.List;
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
    /**
     * @param left in US dollars
     * @param limit of which it is left; null when there is none
     */
    public record Balance(BigDecimal left, @Nullable BigDecimal limit) {}

    /** From a list of models, ids compared as they are written. */
    public static ConnectionCheck of(List<UpstreamModel> models, String wanted, @Nullable Balance balance) {
        int pictures =
                (int) models.stream().filter(UpstreamModel::supportsImages).count();
        boolean known = models.stream().anyMatch(m -> m.id().equals(wanted));
        return new ConnectionCheck(
                models.size(),
                pictures,
                models.isEmpty() ? null : Boolean.valueOf(known),
                known ? List.of() : SimilarIds.find(wanted, models),
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
}
