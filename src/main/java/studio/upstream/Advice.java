package studio.upstream;

import studio.problem.Message;

/** A sentence that some failures of one code have and others have not. */
public enum Advice {
    CHECK_ENDPOINT(Message.of("upstream.check_address")),
    SET_PUBLIC_ADDRESS(Message.of("upstream.picture_address_internal"));

    private final Message message;

    Advice(Message message) {
        this.message = message;
    }

    public Message message() {
        return message;
    }
}
