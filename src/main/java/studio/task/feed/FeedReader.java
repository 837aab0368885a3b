package studio.task.feed;

import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.task.Task;
import studio.web.event.EventStream;

/** One reader of tasks and what it has seen. Belongs to the feed's thread. */
final class FeedReader {
    final EventStream stream;
    final Language language;
    private long seen;

    /** @param seen the newest version that it has seen; of a reader of all tasks it does not matter */
    FeedReader(EventStream stream, Language language, long seen) {
        this.stream = stream;
        this.language = language;
        this.seen = seen;
    }

    /** The id of an event to readers of all tasks: number of the change and version of the task. */
    record Place(long change, long version) {
        static @Nullable Place of(@Nullable String id) {
            if (id == null || !id.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                return null;
            }
            int dot = id.indexOf('.');
            return new Place(Long.parseLong(id.substring(0, dot)), Long.parseLong(id.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return change + "." + version;
        }
    }

    /** Sends a state to a reader of all tasks. */
    void send(Place place, Task task, TaskView view) {
        stream.send(place.toString(), eventName(task), view);
    }

    /** Sends a state that the reader of one task has not seen, and ends the stream with the task. */
    void send(Task task, TaskView view) {
        if (task.version() > seen) {
            stream.send(Long.toString(task.version()), eventName(task), view);
            seen = task.version();
        }
        if (task.status().terminal()) {
            stream.end();
        }
    }

    private static String eventName(Task task) {
        return switch (task.status()) {
            case QUEUED, RUNNING, SAVING -> "status";
            case DONE -> "done";
            case FAILED -> "error";
            case CANCELED -> "canceled";
        };
    }
}
