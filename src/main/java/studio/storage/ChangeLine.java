package studio.storage;

import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus.Change;
import studio.storage.ChangeBus.Subject;

/** A change as one line of a notification. */
final class ChangeLine {
    private ChangeLine() {}

    static String of(Change change) {
        String stage = change.stage() == null ? "" : change.stage();
        return change.subject() + "\t" + change.id() + "\t" + change.version() + "\t" + stage;
    }

    /** Null for one that a newer version has made up. */
    static @Nullable Change read(String line) {
        String[] parts = line.split("\t", -1);
        try {
            return new Change(
                    Subject.valueOf(parts[0]),
                    parts[1],
                    Long.parseLong(parts[2]),
                    parts[3].isEmpty() ? null : parts[3]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
