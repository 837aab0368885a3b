package studio.task;

import java.util.Locale;
import java.util.stream.Stream;

/** What follows from a failure that is the server's own; those of upstreams are {@link studio.upstream.FailureCode}s. */
public enum OwnFailure {
    BUDGET_EXCEEDED(402, true),
    PRICE_UNKNOWN(402, true),
    CONFIG_NOT_FOUND(404, true),
    KEY_UNAVAILABLE(502, true),
    REFERENCE_GONE(502, true),
    INVALID_REQUEST(400, false),
    DISK_FULL(507, true),
    STORAGE_FULL(507, false),
    SAVE_FAILED(500, false),
    INTERNAL_ERROR(500, false),
    INTERRUPTED(503, false),
    OTHER(502, false);

    private final int httpStatus;
    private final boolean sameForAllCalls;

    OwnFailure(int httpStatus, boolean sameForAllCalls) {
        this.httpStatus = httpStatus;
        this.sameForAllCalls = sameForAllCalls;
    }

    /** {@link #OTHER} for a code that means nothing special. */
    public static OwnFailure of(String wire) {
        return Stream.of(values())
                .filter(code -> code.name().toLowerCase(Locale.ROOT).equals(wire))
                .findFirst()
                .orElse(OTHER);
    }

    public int httpStatus() {
        return httpStatus;
    }

    public boolean sameForAllCalls() {
        return sameForAllCalls;
    }
}
