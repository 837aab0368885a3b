package studio.storage.job;

import java.util.function.Supplier;

/** Lets one thread at a time do what only one may do, of all threads of all instances that share a database. */
public interface Turns {

    /**
     * Waits for the turn, does the work and gives the turn back. Inside its own turn a thread does not wait. To be called outside of
     * transactions: the work may take its time, and transactions of its own.
     *
     * @param of what there is one turn of; a fixed name
     * @throws studio.problem.ProblemException 503 {@code storage_busy} when another instance does not give it back for a minute
     */
    <T> T take(String of, Supplier<T> work);

    default void take(String of, Runnable work) {
        boolean unused = take(of, () -> {
            work.run();
            return true;
        });
    }

    /** Of the only process that there is. */
    static Turns ofThisProcess() {
        return new LocalTurns();
    }
}
