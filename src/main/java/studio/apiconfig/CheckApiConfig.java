package studio.apiconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamAnswer;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Providers;

/** Tries an upstream with calls that cost nothing: its list of models and, where it tells, what is left to spend. */
@Singleton
public class CheckApiConfig {

    /**
     * What came of it. It is ok when the upstream was reached, took the key, has credit and offers the model.
     *
     * @param latencyMs how long all of it took, in milliseconds
     * @param detail what was found, for people; null when it failed
     * @param code the failure for programs: a {@link FailureCode}, or {@code key_unavailable}; null when it went well
     * @param error the failure for people; null when it went well
     * @param nextStep what helps; null when it went well or nobody knows
     * @param upstream what the upstream itself said of its failure: {@code status}, {@code code}, {@code message},
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

        /** What is said to people, be it good or bad. */
        public String sentence() {
            return Objects.requireNonNullElse(detail, Objects.requireNonNullElse(error, ""));
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
        ApiConfig config = configs.find(id).orElseThrow(() -> StoredApiConfigs.unknown(id));
        long start = System.nanoTime();
        try {
            Connection connection = configs.connect(id, config.model());
            ConnectionCheck found = providers.informant(connection).check(connection, config.model());
            return answered(found, config.model(), since(start), language);
        } catch (UpstreamException e) {
            FreeCallFailure failure = FreeCallFailure.of(e);
            return new Result(
                    false,
                    since(start),
                    null,
                    failure.code(),
                    failure.sentence().in(language),
                    failure.nextStep(),
                    failure.upstream(),
                    List.of());
        } catch (ProblemException e) {
            return new Result(
                    false,
                    since(start),
                    null,
                    e.code(),
                    e.message().in(language),
                    NextStep.CHECK_KEY,
                    Map.of(),
                    List.of());
        }
    }

    private static Result answered(ConnectionCheck found, String model, long millis, Language language) {
        CheckWords words = new CheckWords(found, model);
        if (Boolean.FALSE.equals(found.modelKnown())) {
            return new Result(
                    false,
                    millis,
                    null,
                    FailureCode.MODEL_NOT_FOUND.wire(),
                    words.modelMissing().in(language),
                    NextStep.CHANGE_MODEL,
                    Map.of(),
                    found.similar());
        }
        return new Result(true, millis, words.allWell().in(language), null, null, null, Map.of(), List.of());
    }

    private static long since(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
