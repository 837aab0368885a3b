package studio.json;

import java.io.IOException;

/** A document is larger than its reader allows; the message names the limit. */
public final class SpoolLimitException extends IOException {
    SpoolLimitException(String message) {
        super(message);
    }
}
