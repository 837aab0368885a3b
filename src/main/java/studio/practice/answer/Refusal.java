package studio.practice.answer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/**
 * An answer that is an error. Its texts, and what each protocol makes of it, stand in {@code practice-errors.properties}.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Kinds of errors for which protocols have codes, or even statuses, of their own. */
    public enum Fault {
        /** Known by its status only. */
        STATUS(500),
        INVALID(400),
        UNKNOWN_PARAMETER(400),
        NO_KEY(401),
        WRONG_KEY(401),
        NO_BALANCE(402),
        NO_MODEL(404),
        /** The prompt was refused by a moderation. */
        FLAGGED(403),
        /** The result was withheld by a moderation. */
        WITHHELD(400),
        /** Hidden in an answer with status 200. */
        HIDDEN(502);

        private final int status;

        Fault(int status) {
            this.status = status;
        }
    }

    private final Fault fault;
    private final int status;
    private final @Nullable String subject;
    private final @Nullable Duration retryAfter;

    private Refusal(
            Fault fault,
            int status,
            @Nullable String message,
            @Nullable String subject,
            @Nullable Duration retryAfter) {
        super(message);
        this.fault = fault;
        this.status = status;
        this.subject = subject;
        this.retryAfter = retryAfter;
    }

    /** @param subject the parameter, the model or the prompt that it is about; empty: nothing */
    public static Refusal of(Fault fault, String subject) {
        return new Refusal(fault, fault.status, null, WholeText.start(subject, 100), null);
    }

    /** @param parameter that is wrong; null: the body as a whole */
    public static Refusal invalid(@Nullable String parameter, String message) {
        return new Refusal(Fault.INVALID, Fault.INVALID.status, message, parameter, null);
    }

    public static Refusal status(int status, @Nullable Duration retryAfter) {
        return new Refusal(Fault.STATUS, status, null, null, retryAfter);
    }

    public Fault fault() {
        return fault;
    }

    /** Of the failure; protocols without a status of their own for the fault answer with it. */
    public int status() {
        return status;
    }

    public @Nullable String subject() {
        return subject;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
