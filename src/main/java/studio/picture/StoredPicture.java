package studio.picture;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One file in the store, as it was when it was looked up.
 *
 * @param size in bytes
 * @param modified when it was written
 */
public record StoredPicture(PictureKey key, long size, Instant modified, Content content) {

    /** The bytes of a stored picture. How they are served best depends on where they are, hence the closed set of kinds. */
    public sealed interface Content permits DiskContent {

        /** @throws java.io.FileNotFoundException or another I/O exception when the file has gone since it was looked up */
        InputStream open() throws IOException;
    }

    /** Names this content and no other that the key ever had; without quotes. */
    public String tag() {
        long micros = TimeUnit.SECONDS.toMicros(modified.getEpochSecond()) + modified.getNano() / 1000;
        return Long.toHexString(micros) + '-' + Long.toHexString(size);
    }
}
