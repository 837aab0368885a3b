package studio.imaging.probe;

import org.jspecify.annotations.Nullable;

/** The bytes are no picture that the studio keeps; the message (English) says what they are instead. */
public final class NotAnImageException extends Exception {
    public NotAnImageException(String message) {
        super(message);
    }

    public NotAnImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** @param why for example {@code damaged} */
    public static NotAnImageException undecodable(ImageInfo info, String why, @Nullable Throwable cause) {
        return new NotAnImageException(
                "the " + info.format() + " picture (" + info.width() + "x" + info.height()
                        + ") cannot be decoded: it is " + why,
                cause);
    }
}
