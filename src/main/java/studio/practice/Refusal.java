package studio.practice;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/** An answer that is an error; each wire form says it in its own words ({@link ErrorWords}). */
public final class Refusal extends RuntimeException {
    /** Kinds of errors for which the forms have words, or even statuses, of their own. */
    public enum Fault {
        /** Whatever the status says. */
        STATUS,
        INVALID,
        UNKNOWN_PARAMETER,
        NO_KEY,
        WRONG_KEY,
        NO_BALANCE,
        NO_MODEL,
        /** The prompt was refused by a moderation. */
        FLAGGED,
        /** The result was withheld by a moderation. */
        WITHHELD
    }

    private static final Map<Integer, String> KNOWN = Map.of(
            400, "The request is not valid",
            402, "Insufficient credits",
            404, "There is nothing at this address",
            405, "This address does not know that method",
            408, "Request timed out",
            413, "The request is too large",
            429, "Rate limit exceeded",
            502, "Provider returned error",
            503, "The model is overloaded; try again later",
            529, "Provider is overloaded");

    private final Fault fault;
    private final int status;
    private final @Nullable String subject;
    private final @Nullable Duration retryAfter;
    private boolean hidden;

    private Refusal(Fault fault, int status, String message, @Nullable String subject, @Nullable Duration retryAfter) {
        super(message);
        this.fault = fault;
        this.status = status;
        this.subject = subject;
        this.retryAfter = retryAfter;
    }

    /** @param parameter that is wrong; null: the body as a whole */
    public static Refusal invalid(@Nullable String parameter, String message) {
        return new Refusal(Fault.INVALID, 400, message, parameter, null);
    }

    public static Refusal unknownParameter(String name) {
        return new Refusal(Fault.UNKNOWN_PARAMETER, 400, "Unknown parameter: '" + name + "'.", name, null);
    }

    /** An error that is known by its status only. */
    public static Refusal asked(int status, @Nullable Duration retryAfter) {
        String message = KNOWN.getOrDefault(status, status < 500 ? "The request was refused" : "Internal server error");
        return new Refusal(Fault.STATUS, status, message, null, retryAfter);
    }

    static Refusal noKey() {
        return new Refusal(Fault.NO_KEY, 401, "No API key was given", null, null);
    }

    static Refusal wrongKey() {
        return new Refusal(Fault.WRONG_KEY, 401, "The API key is not valid", null, null);
    }

    static Refusal noBalance() {
        return new Refusal(Fault.NO_BALANCE, 402, "There is no balance left for this key; add credits", null, null);
    }

    /** @param id as it was asked for */
    public static Refusal noModel(String id) {
        String shown = WholeText.start(id, 80);
        return new Refusal(Fault.NO_MODEL, 404, "The model " + shown + " is not available", shown, null);
    }

    static Refusal flagged(String prompt) {
        return new Refusal(
                Fault.FLAGGED,
                403,
                "Your input was flagged by the moderation of the practice upstream",
                WholeText.start(prompt, 100),
                null);
    }

    public static Refusal withheld() {
        return new Refusal(
                Fault.WITHHELD, 400, "The picture was withheld by the moderation of the practice upstream", null, null);
    }

    /** What {@code [error200]} asks for. */
    public static Refusal in200() {
        Refusal refusal = new Refusal(Fault.STATUS, 502, "Provider disconnected", null, null);
        refusal.hidden = true;
        return refusal;
    }

    public Fault fault() {
        return fault;
    }

    /** Of the failure; forms without words of their own for the fault answer with it. */
    public int status() {
        return status;
    }

    /** Whether the HTTP status is 200 in spite of the failure. */
    public boolean hidden() {
        return hidden;
    }

    /** The parameter, the model or the words that it is about. */
    public @Nullable String subject() {
        return subject;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String message() {
        return getMessage() == null ? "" : getMessage();
    }
}
