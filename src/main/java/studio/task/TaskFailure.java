package studio.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.upstream.FailureCode;
import studio.upstream.FailureCode.NextStep;
import studio.upstream.UpstreamAnswer;
import studio.upstream.UpstreamException;

/**
 * Why a task ended without a picture.
 *
 * @param mayBeBilled the upstream may have charged for it all the same
 * @param nextStep what helps best, for programs
 * @param upstream status, code, message and request id as the upstream gave them; empty when it did not answer
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskFailure(
        String code, Message message, boolean mayBeBilled, NextStep nextStep, Map<String, Object> upstream) {

    /** What follows from a code. */
    private record Meaning(int httpStatus, boolean sameForAllCalls) {}

    /** Of failures that are the server's own; those of upstreams are {@link FailureCode}s. */
    private static final Map<String, Meaning> OWN = Map.ofEntries(
            Map.entry("budget_exceeded", new Meaning(402, true)),
            Map.entry("price_unknown", new Meaning(402, true)),
            Map.entry("config_not_found", new Meaning(404, true)),
            Map.entry("key_unavailable", new Meaning(502, true)),
            Map.entry("reference_gone", new Meaning(502, true)),
            Map.entry("bucket_unavailable", new Meaning(503, true)),
            Map.entry("invalid_request", new Meaning(400, false)),
            Map.entry("disk_full", new Meaning(507, true)),
            Map.entry("storage_full", new Meaning(507, false)),
            Map.entry("save_failed", new Meaning(500, false)),
            Map.entry("internal_error", new Meaning(500, false)),
            Map.entry("interrupted", new Meaning(503, false)));

    public TaskFailure {
        // Nothing is written for an empty map, so reading gives null.
        upstream = Objects.requireNonNullElse(upstream, Map.of());
        nextStep = Objects.requireNonNullElse(nextStep, NextStep.NONE);
    }

    /** As it is stored; versions before 1.1 stored the sentence in both languages. */
    @JsonCreator
    public static TaskFailure stored(
            @JsonProperty("code") String code,
            @JsonProperty("message") @Nullable Message message,
            @JsonProperty("zh") @Nullable String zh,
            @JsonProperty("en") @Nullable String en,
            @JsonProperty("mayBeBilled") boolean mayBeBilled,
            @JsonProperty("nextStep") NextStep nextStep,
            @JsonProperty("upstream") Map<String, Object> upstream) {
        Message sentence = message == null ? Message.verbatim(String.valueOf(zh), String.valueOf(en)) : message;
        return new TaskFailure(code, sentence, mayBeBilled, nextStep, upstream);
    }

    private Meaning meaning() {
        return FailureCode.find(code)
                .map(failure -> new Meaning(failure.httpStatus(), failure.sameForAllCalls()))
                .orElseGet(() -> OWN.getOrDefault(code, new Meaning(502, false)));
    }

    /** Whether the task's further calls would fail alike, so that they are not sent. */
    public boolean sameForAllCalls() {
        return meaning().sameForAllCalls();
    }

    /** Of the synchronous call that ends so. */
    public int httpStatus() {
        return meaning().httpStatus();
    }

    public static TaskFailure of(UpstreamException e) {
        return new TaskFailure(
                e.code(), e.message(), e.mayBeBilled(), e.failure().nextStep(), UpstreamAnswer.known(e));
    }

    public static TaskFailure of(ProblemException e) {
        boolean passes = e.status() == 507 || e.status() == 503;
        NextStep next = passes ? NextStep.RETRY_LATER : NextStep.CHANGE_REQUEST;
        return new TaskFailure(e.code(), e.message(), false, next, Map.of());
    }

    public static TaskFailure canceled(boolean mayBeBilled) {
        return mayBeBilled
                ? new TaskFailure("canceled", Message.of("task.canceled_sent"), true, NextStep.CHECK_BILL, Map.of())
                : new TaskFailure("canceled", Message.of("task.canceled_unsent"), false, NextStep.RETRY, Map.of());
    }

    public static TaskFailure interrupted(boolean mayBeBilled) {
        return new TaskFailure(
                "interrupted",
                Message.of(mayBeBilled ? "task.interrupted_may_be_billed" : "task.interrupted"),
                mayBeBilled,
                mayBeBilled ? NextStep.CHECK_BILL : NextStep.RETRY,
                Map.of());
    }

    public static TaskFailure notSaved() {
        return new TaskFailure("save_failed", Message.of("task.not_saved"), true, NextStep.RETRY, Map.of());
    }

    public static TaskFailure internal(@Nullable String requestId) {
        return new TaskFailure(
                "internal_error", Message.of("task.internal_error", requestId), true, NextStep.RETRY, Map.of());
    }
}
