package studio.storage;

import studio.problem.Message;

/** An element of an earlier file that cannot be imported; the rest of the file can. */
public final class SkippedElementException extends Exception {

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

        public Message message() {
            return Message.of(key);
        }
    }

    private final Reason reason;

    /** @param what shown in the log: which element it is, or what is wrong with it */
    public SkippedElementException(Reason reason, String what) {
        super(what, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
