package studio.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.config.OtherConfig;
import studio.json.WholeText;
import studio.problem.Message;

/** How far one import is. Told and asked by several threads. */
final class Intake {
    private static final int MAX_LISTED = 500;
    private static final int MAX_NAME = 200;

    /** {@code RECEIVING} while files are sent, {@code WORKING} while an archive is read; the others are final. */
    enum State {
        RECEIVING,
        WORKING,
        DONE,
        FAILED,
        CANCELED;

        boolean over() {
            return compareTo(WORKING) > 0;
        }
    }

    /** A file that was left out. */
    record Left(String name, Message reason) {}

    /**
     * How far it is at one moment.
     *
     * @param files how many there are in all, as far as it is known
     * @param looked how many of them were looked at
     * @param described how many pictures the earlier server's list names
     * @param tasks how many tasks of the earlier server were new
     * @param settings whether API configs and templates wait to be merged
     * @param skipped how many were left out; {@code left} has the first 500
     * @param receiving the name of the file that is being sent
     * @param offset how many of its bytes are there
     * @param problem why it has failed
     */
    record Progress(
            State state,
            Instant startedAt,
            long files,
            long looked,
            long added,
            long duplicates,
            long described,
            long tasks,
            boolean settings,
            long skipped,
            List<Left> left,
            @Nullable String receiving,
            long offset,
            @Nullable Message problem) {}

    private final String id;
    private final Instant startedAt = Instant.now();
    private final List<Left> left = new ArrayList<>();
    private State state = State.RECEIVING;
    private long files;
    private long looked;
    private long added;
    private long duplicates;
    private long described;
    private long tasks;
    private @Nullable OtherConfig settings;
    private long skipped;
    private @Nullable String receiving;
    private long offset;
    private @Nullable Message problem;
    private Instant lastHeard = startedAt;

    Intake(String id, long files) {
        this.id = id;
        this.files = files;
    }

    String id() {
        return id;
    }

    synchronized State state() {
        return state;
    }

    /** When the last byte was sent to it. */
    synchronized Instant lastHeard() {
        return lastHeard;
    }

    /** Goes on to a state unless it is over; returns whether it did. */
    synchronized boolean become(State next) {
        if (state.over()) {
            return false;
        }
        state = next;
        receiving = null;
        return true;
    }

    synchronized void fail(Message why) {
        if (become(State.FAILED)) {
            problem = why;
        }
    }

    synchronized void receiving(@Nullable String name, long bytes) {
        receiving = name;
        offset = bytes;
        lastHeard = Instant.now();
    }

    /** Nothing more will be sent, whatever was announced; so many archives are to be read. */
    synchronized void sent(int archives) {
        files = looked + archives;
    }

    /** An archive holds so many files in the place of itself. */
    synchronized void more(long found) {
        files += found - 1;
    }

    synchronized void describes(long pictures) {
        described = pictures;
        looked++;
    }

    synchronized void brought(long newTasks) {
        tasks += newTasks;
        looked++;
    }

    synchronized void brought(OtherConfig found) {
        settings = found;
        looked++;
    }

    /** What waits to be merged; null when there is nothing, or nothing any more. */
    synchronized @Nullable OtherConfig settings() {
        return settings;
    }

    /** Its keys need not stay in memory. */
    synchronized void forgetSettings() {
        settings = null;
    }

    synchronized void took(boolean isNew) {
        looked++;
        if (isNew) {
            added++;
        } else {
            duplicates++;
        }
    }

    synchronized void skip(String name, Message reason) {
        looked++;
        skipped++;
        if (left.size() < MAX_LISTED) {
            String printable = WholeText.of(name.replaceAll("\\p{Cntrl}", "?"));
            left.add(new Left(WholeText.start(printable, MAX_NAME), reason));
        }
    }

    synchronized Progress progress() {
        return new Progress(
                state,
                startedAt,
                Math.max(files, looked),
                looked,
                added,
                duplicates,
                described,
                tasks,
                settings != null,
                skipped,
                List.copyOf(left),
                receiving,
                offset,
                problem);
    }
}
