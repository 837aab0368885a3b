package studio.json;

import java.io.IOException;

/** Our own disk would not take what arrived; what had been written of it is gone, so that the disk has room again. */
public final class DiskWriteException extends IOException {
    public DiskWriteException(IOException cause) {
        super("Cannot write what arrived: " + cause.getMessage(), cause);
    }
}
