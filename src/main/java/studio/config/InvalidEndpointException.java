package studio.config;

import studio.problem.Language;
import studio.problem.Message;

/** An address that no upstream can have. */
public final class InvalidEndpointException extends IllegalArgumentException {
    private final Message message;

    InvalidEndpointException(Message message) {
        super(message.in(Language.ENGLISH));
        this.message = message;
    }

    /** What is wrong, as the end of a sentence that starts with the field's name. */
    public Message sentence() {
        return message;
    }
}
