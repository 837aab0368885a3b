package studio.intake;

import java.util.Locale;
import studio.problem.Message;

/** Why a file is left out. */
enum Skip {
    NOT_A_PICTURE,
    DAMAGED,
    TOO_MANY_PIXELS,
    TOO_LARGE,
    UNSAFE_NAME,
    ARCHIVE_INSIDE,
    NOT_IMPORTED;

    /** A file that is left out; the rest goes on. */
    static final class SkippedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Skip reason;

        SkippedException(Skip reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        Skip reason() {
            return reason;
        }
    }

    Message message() {
        return Message.of("intake." + name().toLowerCase(Locale.ROOT));
    }
}
