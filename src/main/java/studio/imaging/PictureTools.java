package studio.imaging;

import java.util.List;

/**
 * What works on pictures on this machine.
 *
 * @param decoders what the two share, to be closed at the end
 */
record PictureTools(Thumbnailer thumbnailer, PicturePreparation preparation, List<PictureDecoder> decoders)
        implements AutoCloseable {
    @Override
    public void close() {
        decoders.forEach(PictureDecoder::close);
    }
}
