package studio.apiconfig;

import java.math.BigDecimal;
import java.math.RoundingMode;
import studio.problem.Message;
import studio.upstream.ConnectionCheck;

/** Says in a sentence what a connection test found. */
record CheckWords(ConnectionCheck found, String model) {

    Message allWell() {
        if (found.models() == 0) {
            return Message.of("apiconfig.works_without_list", balance(), model);
        }
        String key = Boolean.TRUE.equals(found.modelKnown()) ? "apiconfig.works_with_model" : "apiconfig.works";
        return Message.of(key, found.models(), found.pictureModels(), balance(), model);
    }

    Message modelMissing() {
        return found.similar().isEmpty()
                ? Message.of("apiconfig.model_not_listed", balance(), model)
                : Message.of("apiconfig.model_not_listed_similar", balance(), model, found.similar());
    }

    private Message balance() {
        ConnectionCheck.Balance balance = found.balance();
        if (balance == null) {
            return Message.of("text.nothing");
        }
        BigDecimal limit = balance.limit();
        return limit == null
                ? Message.of("apiconfig.balance", dollars(balance.left()))
                : Message.of("apiconfig.balance_of", dollars(balance.left()), dollars(limit));
    }

    /** Two decimals, rounded down: nobody is told more than there is. */
    private static String dollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.DOWN).toPlainString();
    }
}
