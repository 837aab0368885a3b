package studio.storage;

import java.util.function.Supplier;

/** One unit of work over all stores: everything inside is committed, or nothing. */
public interface Transactions {

    /**
     * Runs the work in one write transaction, on the calling thread; a nested call joins the outer one. Committed and
     * synced to disk when this returns. Never do anything slow inside: there is one writer.
     *
     * @throws RuntimeException what the work threw, after a rollback
     */
    <T> T write(Supplier<T> work);

    default void run(Runnable work) {
        write(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /**
     * Runs the action once the transaction under way has been committed; at once when there is none. It runs on the same thread
     * and before the next writer's turn, so that actions come in the order of commits; never after a rollback. It must be
     * short.
     */
    void afterCommit(Runnable action);
}
