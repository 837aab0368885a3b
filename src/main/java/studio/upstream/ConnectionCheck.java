package studio.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a free call found out about a connection that works.
 *
 * @param models how many models the upstream offers, and how many of them make pictures
 * @param modelKnown whether the wanted model is among them; null when the upstream does not say
 * @param balance what is left to spend, in the upstream's own words; null when it does not say
 */
public record ConnectionCheck(
        int models,
        int pictureModels,
        @Nullable Boolean modelKnown,
        @Nullable String balance) {

    /** From a list of models, ids compared as they are written. */
    public static ConnectionCheck of(List<UpstreamModel> models, String wanted, @Nullable String balance) {
        int pictures =
                (int) models.stream().filter(UpstreamModel::supportsImages).count();
        Boolean known =
                models.isEmpty() ? null : Boolean.valueOf(models.stream().anyMatch(m -> m.id().equals(wanted)));
        return new ConnectionCheck(models.size(), pictures, known, balance);
    }

    /** The same where the list does not tell what can be asked for. */
    public ConnectionCheck withoutModel() {
        return new ConnectionCheck(models, pictureModels, null, balance);
    }
}
