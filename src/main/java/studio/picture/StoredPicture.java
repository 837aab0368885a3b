package studio.picture;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One file in the store, as it was when it was looked up.
 *
 * @param size in bytes
 * @param modified when it was written
 */
public record StoredPicture(PictureKey key, long size, Instant modified, Content content) {

    /** Names this content and no other that the key ever had; without quotes. */
    public String tag() {
        long micros = TimeUnit.SECONDS.toMicros(modified.getEpochSecond()) + modified.getNano() / 1000;
        return Long.toHexString(micros) + '-' + Long.toHexString(size);
    }
}
