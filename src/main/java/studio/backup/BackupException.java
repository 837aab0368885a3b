package studio.backup;

import studio.problem.Language;
import studio.problem.Message;

/** A backup or a restore that cannot be done; the message is for the person who asked for it. Nothing was changed. */
public final class BackupException extends Exception {
    private final Message message;

    BackupException(Message message) {
        super(message.in(Language.ENGLISH));
        this.message = message;
    }

    BackupException(Message message, Throwable cause) {
        super(message.in(Language.ENGLISH), cause);
        this.message = message;
    }

    public Message message() {
        return message;
    }
}
