package studio.imaging.vips;

import java.io.IOException;

/** libvips refused a call, or is not there. The message is libvips' own and may name parts of other pictures' errors. */
public final class VipsException extends IOException {
    public VipsException(String message) {
        super(message);
    }

    public VipsException(String message, Throwable cause) {
        super(message, cause);
    }
}
