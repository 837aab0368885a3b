package studio.imaging;

import java.nio.file.Path;
import studio.imaging.probe.ImageInfo;

/** Where nothing can decode pictures: a native executable without libvips. Originals are served in place of thumbnails. */
final class NoThumbnailer implements Thumbnailer {
    @Override
    public Library library() {
        return new Library("none", null, false);
    }

    @Override
    public String describe() {
        return "none: libvips was not found, so originals are shown in place of thumbnails";
    }

    @Override
    public Made make(Path source, ImageInfo info, boolean preview) {
        return Made.NOTHING;
    }
}
