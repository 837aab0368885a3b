package studio.config;

import studio.model.Note;

/** An address that no upstream can have. */
public final class InvalidEndpointException extends IllegalArgumentException {
    private final String zh;
    private final String en;

    InvalidEndpointException(String zh, String en) {
        super(en);
        this.zh = zh;
        this.en = en;
    }

    /** What is wrong, as the end of a sentence that starts with the field's name. */
    public Note sentence() {
        return new Note(zh, en);
    }
}
