package studio.storage;

import studio.problem.Message;

/** An element of an earlier file that cannot be imported; the rest of the file can. */
public final class SkippedElementException extends Exception {

    /** Why an element is left out, in words that follow a number: "3 without an id". */
    public enum Reason {
        UNREADABLE(Message.of("storage.unreadable")),
        TOO_LARGE(Message.of("storage.too_large")),
        NO_ID(Message.of("storage.id_unusable")),
        NO_FILE(Message.of("storage.file_name_unusable")),
        NO_TIME(Message.of("storage.time_unusable")),
        NO_PICTURES(Message.of("storage.references_damaged")),
        TAKEN(Message.of("storage.id_taken"));

        private final Message message;

        Reason(Message message) {
            this.message = message;
        }

        public Message message() {
            return message;
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
