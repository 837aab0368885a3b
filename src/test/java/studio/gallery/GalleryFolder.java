package studio.gallery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import studio.picture.PictureKey;

/** Where the files of a picture lie on disk. */
public record GalleryFolder(Path gallery) {
    public Path picture(String fileName) {
        return gallery.resolve(fileName);
    }

    public Path thumbnail(String fileName) {
        return gallery.resolve("thumbnails").resolve("thumb-" + fileName);
    }

    public Path preview(String previewName) {
        return gallery.resolve("previews").resolve(previewName);
    }

    public Path incoming() {
        return gallery.resolve(".incoming");
    }

    public Path trash(PictureKey.Kind kind) {
        return folder(gallery.resolve(".trash"), kind);
    }

    public Optional<Path> find(PictureKey.Kind kind, String name) {
        return Optional.of(folder(gallery, kind).resolve(name)).filter(Files::isRegularFile);
    }

    private static Path folder(Path base, PictureKey.Kind kind) {
        return switch (kind) {
            case ORIGINAL -> base;
            case THUMBNAIL -> base.resolve("thumbnails");
            case PREVIEW -> base.resolve("previews");
        };
    }
}
