package studio.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records what calls cost, for good. Every method joins the transaction under way. */
public interface Ledger {

    /**
     * One call to an upstream that was billed, or may have been.
     *
     * @param taskId and {@code attempt}, the number of the try within the task from 1, name the call
     * @param at when it ended; decides the day, which is one of UTC
     * @param model as requested
     * @param pictures that came
     * @param cost null when neither the upstream nor the registry knows it
     */
    @RegisterForReflection
    record Spending(
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
            /** Unknown, so it may have been billed; its cost is what a finished one would have cost. */
            UNKNOWN
        }
    }

    /**
     * What has been spent on one API config, in US dollars, reported and estimated together.
     *
     * @param today the day of UTC
     * @param thisMonth the calendar month of UTC, today included
     * @param unknownToday calls of today whose cost is unknown; they are in no sum
     * @param unknownThisMonth the same of this month
     */
    record Spent(BigDecimal today, BigDecimal thisMonth, long unknownToday, long unknownThisMonth) {
        public static final Spent NOTHING = new Spent(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);
    }

    /** Records a call; the same call recorded again, as after a crash, replaces the first record. */
    void record(Spending spending);

    /**
     * What one picture of the newest calls has cost, on average, as the upstream reported it.
     *
     * @return US dollars; empty when none reported it
     */
    Optional<BigDecimal> usual(String configId, String model);

    /** What has been spent on an API config in the day and the month of that moment. */
    Spent spent(String configId, Instant now);
}
