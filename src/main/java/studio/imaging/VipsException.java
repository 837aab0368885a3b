package studio.imaging;

import java.io.IOException;

/** libvips refused a call, or is not there. The message is libvips' own and may name parts of other pictures' errors. */
final class VipsException extends IOException {
    VipsException(String message) {
        super(message);
    }

    VipsException(String message, Throwable cause) {
        super(message, cause);
    }
}
