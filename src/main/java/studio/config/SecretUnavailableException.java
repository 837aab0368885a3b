package studio.config;

import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/** A reference to a secret leads nowhere. The message names the reference's target, never a secret. */
public final class SecretUnavailableException extends Exception {

    private final Message message;

    SecretUnavailableException(Message message) {
        this(message, null);
    }

    SecretUnavailableException(Message message, @Nullable Throwable cause) {
        super(message.in(Language.ENGLISH), cause);
        this.message = message;
    }

    /** The message, without a full stop. */
    public Message sentence() {
        return message;
    }
}
