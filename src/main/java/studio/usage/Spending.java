package studio.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to an upstream that was billed, or may have been.
 *
 * @param taskId and {@code attempt}, the number of the try within the task from 1, name the call: one that is recorded
 *     again replaces what was recorded before
 * @param at when it ended; decides the day, which is one of UTC
 * @param model as it was asked for
 * @param pictures that came
 * @param cost null when neither the upstream nor the registry knows it
 */
@RegisterForReflection
public record Spending(
        String taskId,
        int attempt,
        Instant at,
        String configId,
        String configLabel,
        String model,
        int pictures,
        @Nullable Cost cost,
        Outcome outcome) {

    /** How the call ended. */
    public enum Outcome {
        /** With a picture. */
        DONE,
        /** Without one, and yet billed: a blocked picture, words only. */
        FAILED,
        /** Nobody knows, so it may have been billed; its cost is what a finished one would have cost. */
        UNKNOWN
    }
}
