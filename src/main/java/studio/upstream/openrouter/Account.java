package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import studio.upstream.ConnectionCheck.Balance;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;

/** What {@code GET /key} says about a key's own limit; the credit of the whole account is told to management keys only. */
final class Account {
    private Account() {}

    /**
     * @return null when the key has no limit of its own
     * @throws UpstreamException {@code insufficient_balance} when nothing is left
     */
    static @Nullable Balance balance(JsonNode answer) {
        BigDecimal left = dollars(answer.at("/data/limit_remaining"));
        if (left == null) {
            return null;
        }
        BigDecimal limit = dollars(answer.at("/data/limit"));
        if (left.signum() <= 0) {
            String words = left.toPlainString() + " USD left" + (limit == null ? "" : " of " + limit.toPlainString());
            throw new UpstreamException(FailureCode.INSUFFICIENT_BALANCE, Outcome.FINAL, Told.of(words), null);
        }
        return new Balance(left, limit);
    }

    private static @Nullable BigDecimal dollars(JsonNode amount) {
        return amount.asText("").matches("-?[0-9]{1,12}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?")
                ? new BigDecimal(amount.asText())
                : null;
    }
}
