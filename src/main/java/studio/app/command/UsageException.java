package studio.app.command;

/** The arguments make no sense; the message says why. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(message);
    }
}
