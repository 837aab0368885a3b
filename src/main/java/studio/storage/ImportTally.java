package studio.storage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import studio.problem.Language;
import studio.problem.Message;

/** Counts what becomes of the elements of an earlier file. */
public final class ImportTally {
    private static final Logger LOG = Logger.getLogger(ImportTally.class);
    private static final int MAX_LINES = 20;
    private static final int MAX_LINE = 200;

    /** Why an element is left out, in words that follow a number: "3 without an id". */
    public enum Reason {
        UNREADABLE("storage.unreadable"),
        TOO_LARGE("storage.too_large"),
        NO_ID("storage.id_unusable"),
        NO_FILE("storage.file_name_unusable"),
        NO_TIME("storage.time_unusable"),
        NO_PICTURES("storage.references_damaged"),
        TAKEN("storage.id_taken");

        private final String key;

        Reason(String key) {
            this.key = key;
        }
    }

    /** An element of an earlier file that cannot be imported; the rest of the file can. */
    public static final class SkippedElementException extends Exception {
        private final Reason reason;

        /** @param what shown in the log: which element it is, or what is wrong with it */
        public SkippedElementException(Reason reason, String what) {
            super(what, null, false, false);
            this.reason = reason;
        }
    }

    private final String fileName;
    private final Map<Reason, Integer> skipped = new EnumMap<>(Reason.class);
    private int imported;
    private boolean whole = true;

    ImportTally(String fileName) {
        this.fileName = fileName;
    }

    public void imported(int elements) {
        imported += elements;
    }

    /** @param what which element it is, or what is wrong with it; only of the first ones a line is written */
    public void skip(Reason reason, String what) {
        if (skipped() < MAX_LINES) {
            String shown = what.length() > MAX_LINE ? what.substring(0, MAX_LINE) + "…" : what;
            LOG.warnf(
                    "%s: skipped an element %s (%s)",
                    fileName, Message.of(reason.key).in(Language.ENGLISH), shown.replaceAll("\\p{Cntrl}", " "));
        }
        skipped.merge(reason, 1, Integer::sum);
    }

    void skip(SkippedElementException e) {
        skip(e.reason, String.valueOf(e.getMessage()));
    }

    void broken() {
        whole = false;
    }

    public int imported() {
        return imported;
    }

    public int skipped() {
        return skipped.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether the file was a JSON array to its end. */
    public boolean whole() {
        return whole;
    }

    /** For example {@code 3 without a usable id, 1 too large}. */
    Message missing() {
        List<Message> parts = new ArrayList<>();
        skipped.forEach((reason, count) -> parts.add(Message.of("storage.skipped", count, Message.of(reason.key))));
        if (!whole) {
            parts.add(Message.of("storage.cut_off"));
        }
        return parts.stream()
                .reduce((one, next) -> Message.of("storage.and", one, next))
                .orElseThrow();
    }
}
