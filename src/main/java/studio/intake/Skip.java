package studio.intake;

import studio.problem.Message;

/** Why a file is left out. */
enum Skip {
    NOT_A_PICTURE("intake.not_a_picture"),
    DAMAGED("intake.damaged"),
    TOO_MANY_PIXELS("intake.too_many_pixels"),
    TOO_LARGE("intake.too_large"),
    UNSAFE_NAME("intake.unsafe_name"),
    ARCHIVE_INSIDE("intake.archive_inside"),
    NOT_IMPORTED("intake.not_imported"),
    LIST_TOO_LARGE("intake.list_too_large"),
    NO_SETTINGS("intake.no_settings");

    private final String sentence;

    Skip(String sentence) {
        this.sentence = sentence;
    }

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
        return Message.of(sentence);
    }
}
