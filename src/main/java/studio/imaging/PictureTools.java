package studio.imaging;

import org.jspecify.annotations.Nullable;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.prepare.PicturePreparation;

/**
 * What works on pictures on this machine.
 *
 * @param decoder what the two share, to be closed at the end; null where nothing decodes
 */
record PictureTools(
        Thumbnailer thumbnailer,
        PicturePreparation preparation,
        @Nullable PictureDecoder decoder) implements AutoCloseable {
    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }
}
