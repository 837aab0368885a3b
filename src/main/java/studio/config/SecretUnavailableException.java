package studio.config;

import org.jspecify.annotations.Nullable;
import studio.model.Note;

/** A reference to a secret leads nowhere. The message names the reference's target, never a secret. */
public final class SecretUnavailableException extends Exception {

    private final String zh;
    private final String en;

    SecretUnavailableException(String zh, String en) {
        this(zh, en, null);
    }

    SecretUnavailableException(String zh, String en, @Nullable Throwable cause) {
        super(en, cause);
        this.zh = zh;
        this.en = en;
    }

    /** The message, without a full stop. */
    public Note sentence() {
        return new Note(zh, en);
    }
}
