package studio.task;

import java.util.Locale;
import java.util.stream.Stream;

/** What follows from a failure that is the server's own; those of upstreams are {@link studio.upstream.FailureCode}s. */
enum OwnFailure {
    BUDGET_EXCEEDED(402, true, false),
    PRICE_UNKNOWN(402, true, false),
    CONFIG_NOT_FOUND(404, true, false),
    KEY_UNAVAILABLE(502, true, false),
    REFERENCE_GONE(502, true, false),
    INVALID_REQUEST(400, false, false),
    DISK_FULL(507, true, false),
    STORAGE_FULL(507, false, false),
    SAVE_FAILED(500, false, true),
    INTERNAL_ERROR(500, false, true),
    INTERRUPTED(503, false, true),
    OTHER(502, false, false);

    private final int httpStatus;
    private final boolean sameForAllCalls;
    private final boolean keepsAnswer;

    OwnFailure(int httpStatus, boolean sameForAllCalls, boolean keepsAnswer) {
        this.httpStatus = httpStatus;
        this.sameForAllCalls = sameForAllCalls;
        this.keepsAnswer = keepsAnswer;
    }

    /** {@link #OTHER} for a code that means nothing special. */
    static OwnFailure of(String wire) {
        return Stream.of(values())
                .filter(code -> code.name().toLowerCase(Locale.ROOT).equals(wire))
                .findFirst()
                .orElse(OTHER);
    }

    int httpStatus() {
        return httpStatus;
    }

    boolean sameForAllCalls() {
        return sameForAllCalls;
    }

    boolean keepsAnswer() {
        return keepsAnswer;
    }
}
