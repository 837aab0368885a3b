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
 * @param tag names this content and no other that the key ever had; without quotes
 */
public record StoredPicture(PictureKey key, long size, Instant modified, String tag, Content content) {

    /** One whose time and size tell its versions apart. */
    public StoredPicture(PictureKey key, long size, Instant modified, Content content) {
        this(key, size, modified, tag(size, modified), content);
    }

    /** The bytes of a stored picture. How they are served best depends on where they are, hence the closed set of kinds. */
    public sealed interface Content permits DiskContent, RemoteContent {

        /** @throws java.io.FileNotFoundException or another I/O exception when the file has gone since it was looked up */
        InputStream open() throws IOException;

        /** The file itself where it is one of this machine, else a copy. To be closed. */
        LocalPicture local() throws IOException;
    }

    /** See {@link Content#local}. */
    public LocalPicture local() throws IOException {
        return content.local();
    }

    private static String tag(long size, Instant modified) {
        long micros = TimeUnit.SECONDS.toMicros(modified.getEpochSecond()) + modified.getNano() / 1000;
        return Long.toHexString(micros) + '-' + Long.toHexString(size);
    }
}
