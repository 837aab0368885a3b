package studio.apiconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.FailureCode;
import studio.upstream.FailureCode.NextStep;
import studio.upstream.UpstreamAnswer;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Providers;

/** Tries an upstream with calls that cost nothing: its list of models and, where it reports it, the remaining credit. */
@Singleton
public class CheckApiConfig {

    /**
     * The outcome. It is ok when the upstream was reached, accepted the key, has credit and offers the model.
     *
     * @param latencyMs how long all of it took, in milliseconds
     * @param detail what was found, for people; null when it failed
     * @param code the failure for programs: a {@link FailureCode}, or {@code key_unavailable}; null when it went well
     * @param error the failure for people; null when it went well
     * @param nextStep what helps; null when it went well or none is known
     * @param upstream what the upstream itself reported: {@code status}, {@code code}, {@code message},
     *     {@code requestId}
     * @param suggestions of models that are called like the one that is not there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConnectionTest")
    public record Result(
            boolean ok,
            long latencyMs,
            @Nullable String detail,
            @Nullable String code,
            @Nullable String error,
            @Nullable NextStep nextStep,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(implementation = UpstreamAnswer.class)
            Map<String, Object> upstream,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> suggestions) {

        /** The detail or the error. */
        public String sentence() {
            return Objects.requireNonNullElse(detail, Objects.requireNonNullElse(error, ""));
        }
    }

    /**
     * A question to an upstream that costs nothing and got no good answer. Where a {@link FailureCode} warns of a bill for a
     * picture, the sentence here is another.
     *
     * @param upstream what it reported itself, as in {@link studio.web.Problem}s; empty when it reported nothing
     */
    record FreeCallFailure(String code, Message sentence, NextStep nextStep, Map<String, Object> upstream) {
        static FreeCallFailure of(UpstreamException e) {
            FailureCode code = e.failure();
            Message sentence = code.message();
            NextStep nextStep = code.nextStep();
            if (code == FailureCode.TIMEOUT) {
                sentence = Message.of("apiconfig.upstream_silent");
                nextStep = NextStep.RETRY_LATER;
            } else if (code == FailureCode.CUT) {
                sentence = Message.of("apiconfig.upstream_hung_up");
                nextStep = NextStep.CHECK_ENDPOINT;
            }
            return new FreeCallFailure(code.wire(), sentence, nextStep, UpstreamAnswer.known(e));
        }

        Result result(long latencyMs, Language language, List<String> suggestions) {
            return new Result(false, latencyMs, null, code, sentence.in(language), nextStep, upstream, suggestions);
        }
    }

    private final ApiConfigs configs;
    private final Providers providers;

    CheckApiConfig(ApiConfigs configs, Providers providers) {
        this.configs = configs;
        this.providers = providers;
    }

    /** @throws ProblemException 404 for an unknown config; every other failure is a result */
    public Result check(String id, Language language) {
        ApiConfig config = configs.find(id).orElseThrow(() -> ApiConfigs.unknown(id));
        long start = System.nanoTime();
        try {
            Connection connection = configs.connect(id, config.model());
            ConnectionCheck found = providers.informant(connection).check(connection, config.model());
            if (Boolean.FALSE.equals(found.modelKnown())) {
                Message missing = modelMissing(found, config.model());
                return new FreeCallFailure(FailureCode.MODEL_NOT_FOUND.wire(), missing, NextStep.CHANGE_MODEL, Map.of())
                        .result(since(start), language, found.similar());
            }
            String detail = allWell(found, config.model()).in(language);
            return new Result(true, since(start), detail, null, null, null, Map.of(), List.of());
        } catch (UpstreamException e) {
            return FreeCallFailure.of(e).result(since(start), language, List.of());
        } catch (ProblemException e) {
            return new FreeCallFailure(e.code(), e.message(), NextStep.CHECK_KEY, Map.of())
                    .result(since(start), language, List.of());
        }
    }

    private static Message allWell(ConnectionCheck found, String model) {
        if (found.models() == 0) {
            return Message.of("apiconfig.works_without_list", balance(found), model);
        }
        String key = Boolean.TRUE.equals(found.modelKnown()) ? "apiconfig.works_with_model" : "apiconfig.works";
        return Message.of(key, found.models(), found.pictureModels(), balance(found), model);
    }

    private static Message modelMissing(ConnectionCheck found, String model) {
        return found.similar().isEmpty()
                ? Message.of("apiconfig.model_not_listed", balance(found), model)
                : Message.of("apiconfig.model_not_listed_similar", balance(found), model, found.similar());
    }

    private static Message balance(ConnectionCheck found) {
        ConnectionCheck.Balance balance = found.balance();
        if (balance == null) {
            return Message.of("text.nothing");
        }
        BigDecimal limit = balance.limit();
        return limit == null
                ? Message.of("apiconfig.balance", dollars(balance.left()))
                : Message.of("apiconfig.balance_of", dollars(balance.left()), dollars(limit));
    }

    /** Two decimals, rounded down: never more than there is. */
    private static String dollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.DOWN).toPlainString();
    }

    private static long since(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
