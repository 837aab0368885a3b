package studio.storage;

import java.time.Duration;
import java.util.Optional;
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
        ENTRY,
        SESSION,
        /** The configuration document. */
        CONFIG,
        /** What was decided of the queue. */
        QUEUE,
        /** A task that another instance works on is to be canceled. */
        CANCEL,
        /** An unfinished picture can be looked at. */
        PARTIAL,
        /** Whether the browser of a session has the page in sight; nothing is stored. */
        WATCHING
    }

    /**
     * One change.
     *
     * @param id of the task, the gallery entry or the session; {@link #ALL} when any of them may have changed
     * @param version of the task after the change; 0 for others, which have none
     * @param stage of the task as far as its owner knows, null when it is not known; for others what has changed, null where
     *     they have nothing to say; without tabs and line breaks
     */
    record Change(
            Subject subject,
            String id,
            long version,
            @Nullable String stage) {
        /** In place of an id. */
        public static final String ALL = "*";

        /** Whether it says no more than that something has changed. */
        public boolean ofAll() {
            return id.equals(ALL);
        }

        public static Change session(String id) {
            return new Change(Subject.SESSION, id, 0, null);
        }

        public static Change entry(String id) {
            return new Change(Subject.ENTRY, id, 0, null);
        }

        public static Change queue() {
            return new Change(Subject.QUEUE, ALL, 0, null);
        }

        public static Change cancel(String taskId) {
            return new Change(Subject.CANCEL, taskId, 0, null);
        }
    }

    /** Publishes a change once the transaction under way is committed, and never when it is rolled back. */
    void publish(Change change);

    /**
     * Passes on changes in the order in which they are committed, until the subscription is closed. The reader is called on
     * any thread, must be quick, and fails for itself alone.
     */
    Subscription subscribe(Consumer<Change> reader);

    /**
     * How long a change takes at present from here to another instance; zero where there is only one.
     *
     * @return empty while changes do not arrive: what is missed is made good when they do
     */
    default Optional<Duration> lag() {
        return Optional.of(Duration.ZERO);
    }

    /** Whether other processes on the same database publish and read, too. */
    default boolean shared() {
        return false;
    }

    /** Ends what {@link #subscribe} has started. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
