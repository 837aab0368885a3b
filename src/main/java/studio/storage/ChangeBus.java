package studio.storage;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes changes to what shows or copies them, in this or another process on the same database. Notifications may be lost or
 * repeated; readers that must not miss one read the store as well.
 */
public interface ChangeBus {

    /** What has changed. */
    enum Subject {
        TASK,
        ENTRY
    }

    /**
     * One change.
     *
     * @param id of the task or the gallery entry
     * @param version of the task after the change; 0 for an entry, which has none
     * @param stage of the task as far as its owner knows; null for an entry
     */
    record Change(
            Subject subject,
            String id,
            long version,
            @Nullable String stage) {
        public static Change entry(String id) {
            return new Change(Subject.ENTRY, id, 0, null);
        }
    }

    /** Publishes a change once the transaction under way is committed, and never when it is rolled back. */
    void publish(Change change);

    /**
     * Passes on changes in the order in which they are committed, until the subscription is closed. The reader is called on
     * any thread, must be quick, and fails for itself alone.
     */
    Subscription subscribe(Consumer<Change> reader);

    /** Ends what {@link #subscribe} has started. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
