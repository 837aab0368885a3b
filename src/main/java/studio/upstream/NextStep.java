package studio.upstream;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** What helps most after a failure, for programs; the sentences of {@link FailureCode} say the same for people. */
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
