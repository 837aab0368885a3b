package studio.imaging.probe;

import org.jspecify.annotations.Nullable;

/** Bytes that are no picture of a known format, or a damaged one; the message (English) names what they are. */
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
