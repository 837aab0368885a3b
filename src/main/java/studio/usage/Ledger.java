package studio.usage;

import java.time.Instant;

/** Where it is written down what calls cost, for good. Every method joins the transaction under way. */
public interface Ledger {

    /** Writes a call down; the same call written again, as after a crash, replaces the first writing. */
    void record(Spending spending);

    /** What has been spent on an API config in the day and the month of that moment. */
    Spent spent(String configId, Instant now);
}
