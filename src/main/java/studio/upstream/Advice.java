package studio.upstream;

import studio.problem.Message;

/** A sentence that some failures of one code have and others have not. */
public enum Advice {
    CHECK_ENDPOINT("upstream.check_address"),
    SET_PUBLIC_ADDRESS("upstream.picture_address_internal");

    private final String key;

    Advice(String key) {
        this.key = key;
    }

    public Message message() {
        return Message.of(key);
    }
}
