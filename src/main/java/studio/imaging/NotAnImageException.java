package studio.imaging;

/** The bytes are no picture that the studio keeps; the message (English) says what they are instead. */
public final class NotAnImageException extends Exception {
    public NotAnImageException(String message) {
        super(message);
    }

    NotAnImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
