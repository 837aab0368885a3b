package studio.apiconfig;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;

/**
 * A connection to an upstream as people manage it; the key itself never leaves {@code studio.apiconfig} but inside a
 * {@link studio.upstream.Connection}.
 *
 * @param dialect a variant of the images form, {@code auto} by host
 * @param budgetDaily US dollars that may be spent on it a day (UTC); null: the server's own limit, if there is one
 * @param budgetMonthly the same for a calendar month
 */
public record ApiConfig(
        String id,
        String label,
        URI endpoint,
        String model,
        @Nullable String description,
        Protocol protocol,
        String dialect,
        @Nullable BigDecimal budgetDaily,
        @Nullable BigDecimal budgetMonthly,
        boolean isDefault,
        boolean hasApiKey) {

    /** Where and in which form calls for a model are sent, without the key; stored with tasks. */
    @RegisterForReflection
    public record Route(String label, URI endpoint, Protocol protocol, String dialect) {}

    /** @param resolved the protocol in use, never {@link Protocol#AUTO} */
    public Route route(Protocol resolved) {
        return new Route(label, endpoint, resolved, dialect);
    }
}
