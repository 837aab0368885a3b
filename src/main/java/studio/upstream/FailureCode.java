package studio.upstream;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/**
 * The closed set of ways in which an upstream keeps a picture away, each with its sentences: what happened, and what to do
 * next. Adapters map what their provider says to these and keep the provider's own words beside ({@link ReportedError}). Whatever else
 * follows from a failure is a property of its code and stands here alone; only whether it is sent again is its {@link Outcome}.
 */
@RegisterForReflection
public enum FailureCode {
    UNREACHABLE(NextStep.CHECK_ENDPOINT, Trait.FREE, Trait.SAME_FOR_ALL),
    TLS_FAILED(NextStep.CHECK_ENDPOINT, Trait.FREE, Trait.SAME_FOR_ALL),
    ORIGIN_DOWN(NextStep.RETRY_LATER, Trait.FREE, Trait.SAME_FOR_ALL),
    TIMEOUT(NextStep.CHECK_BILL),
    CUT(NextStep.CHECK_BILL),
    UNREADABLE_ANSWER(NextStep.CHECK_BILL),
    BAD_REQUEST(NextStep.CHANGE_REQUEST, Trait.SAME_FOR_ALL),
    BAD_KEY(NextStep.CHECK_KEY, Trait.FREE, Trait.SAME_FOR_ALL),
    INSUFFICIENT_BALANCE(NextStep.TOP_UP, Trait.FREE, Trait.SAME_FOR_ALL),
    NO_ACCESS(NextStep.CHECK_KEY, Trait.FREE, Trait.SAME_FOR_ALL),
    PROMPT_BLOCKED(NextStep.CHANGE_PROMPT, Trait.REFUSAL, Trait.SAME_FOR_ALL),
    IMAGE_BLOCKED(NextStep.CHANGE_PROMPT, Trait.REFUSAL, Trait.WORK_DONE),
    MODEL_NOT_FOUND(NextStep.CHANGE_MODEL, Trait.FREE, Trait.SAME_FOR_ALL),
    TOO_LARGE(NextStep.CHANGE_REQUEST, Trait.SAME_FOR_ALL),
    RATE_LIMITED(NextStep.RETRY_LATER),
    OVERLOADED(NextStep.RETRY_LATER),
    UPSTREAM_ERROR(NextStep.CHECK_BILL),
    FAILED_UNBILLED(NextStep.RETRY, Trait.FREE),
    NO_IMAGE(NextStep.CHANGE_PROMPT, Trait.REFUSAL, Trait.WORK_DONE),
    PICTURE_DROPPED(NextStep.CHECK_ENDPOINT, Trait.REFUSAL, Trait.WORK_DONE, Trait.SAME_FOR_ALL),
    ASYNC_UNSUPPORTED(NextStep.CHECK_BILL, Trait.WORK_DONE, Trait.SAME_FOR_ALL),
    TRUNCATED(NextStep.CHANGE_PROMPT, Trait.REFUSAL, Trait.WORK_DONE),
    WRONG_PATH(NextStep.CHECK_ENDPOINT, Trait.FREE, Trait.SAME_FOR_ALL),
    PAGE_ANSWERED(NextStep.CHECK_ENDPOINT, Trait.FREE, Trait.SAME_FOR_ALL),
    FEWER_PICTURES(NextStep.NONE),
    UNUSABLE_IMAGE(NextStep.CHANGE_MODEL, Trait.REFUSAL, Trait.WORK_DONE),
    NOT_STORED(NextStep.CHECK_BILL, Trait.WORK_DONE),
    DOWNLOAD_FAILED(NextStep.RETRY, Trait.KEEPS_ANSWER),
    RESULT_PENDING(NextStep.RETRY, Trait.KEEPS_ANSWER),
    RESULT_EXPIRED(NextStep.CHECK_BILL, Trait.WORK_DONE),
    CANCELED(NextStep.NONE, Trait.SAME_FOR_ALL);

    /** What helps most, for programs; the sentences of the codes say the same for people. */
    @RegisterForReflection
    public enum NextStep {
        /** Costs nothing and may well succeed. */
        RETRY,
        /** The same request later. */
        RETRY_LATER,
        /** Look at the provider's own usage page first: a retry may pay twice. */
        CHECK_BILL,
        CHANGE_PROMPT,
        CHANGE_REQUEST,
        CHANGE_MODEL,
        CHECK_KEY,
        TOP_UP,
        CHECK_ENDPOINT,
        NONE;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a code means beyond its sentences. */
    private enum Trait {
        /** Nothing is billed, with any status. */
        FREE,
        /** It says something of the account, the address or the request: a further call of the same task would fail alike. */
        SAME_FOR_ALL,
        /** The upstream took the request and gave no picture: 422 instead of 502. */
        REFUSAL,
        /** An answer came, so that work was done, and yet no picture is kept of it. */
        WORK_DONE,
        /** What came is kept: a retry asks for nothing that is paid for. */
        KEEPS_ANSWER
    }

    private final NextStep nextStep;

    @SuppressWarnings("ImmutableEnumChecker") // it is what Set.of gives
    private final Set<Trait> traits;

    FailureCode(NextStep nextStep, Trait... traits) {
        this.nextStep = nextStep;
        this.traits = Set.of(traits);
    }

    /** The code of that {@link #wire() name in answers}; empty for codes that are not an upstream's. */
    public static Optional<FailureCode> find(String wire) {
        return Stream.of(values()).filter(code -> code.wire().equals(wire)).findFirst();
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public NextStep nextStep() {
        return nextStep;
    }

    /** What happened, and what to do next. */
    public Message message() {
        return Message.of("failure." + wire());
    }

    public int httpStatus() {
        return this == NOT_STORED ? 507 : traits.contains(Trait.REFUSAL) ? 422 : 502;
    }

    public boolean neverBilled() {
        return traits.contains(Trait.FREE);
    }

    public boolean workWasDone() {
        return traits.contains(Trait.WORK_DONE);
    }

    public boolean sameForAllCalls() {
        return traits.contains(Trait.SAME_FOR_ALL);
    }

    public boolean keepsAnswer() {
        return traits.contains(Trait.KEEPS_ANSWER);
    }

    /** Final, with a message of our own. */
    public UpstreamException because(String message) {
        return new UpstreamException(this, Outcome.FINAL, ReportedError.of(message), null);
    }

    public UpstreamException failure(Outcome outcome, @Nullable Throwable cause) {
        return new UpstreamException(this, outcome, ReportedError.NOTHING, cause);
    }
}
