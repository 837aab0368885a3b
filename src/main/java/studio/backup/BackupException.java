package studio.backup;

import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/** A backup or a restore that cannot be done; the message is for the person who asked for it, and says what was changed, which is nothing otherwise. */
public final class BackupException extends Exception {
    private final Message message;

    BackupException(Message message) {
        this(message, null);
    }

    BackupException(Message message, @Nullable Throwable cause) {
        super(message.in(Language.ENGLISH), cause);
        this.message = message;
    }

    public Message message() {
        return message;
    }
}
