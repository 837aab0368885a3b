package studio.gallery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import studio.picture.PictureKey;

/** Where the files of a picture lie on disk. */
record GalleryFolder(Path gallery) {
    Path picture(String fileName) {
        return gallery.resolve(fileName);
    }

    Path thumbnail(String fileName) {
        return gallery.resolve("thumbnails").resolve("thumb-" + fileName);
    }

    Path preview(String previewName) {
        return gallery.resolve("previews").resolve(previewName);
    }

    Path incoming() {
        return gallery.resolve(".incoming");
    }

    Path trash(PictureKey.Kind kind) {
        return folder(gallery.resolve(".trash"), kind);
    }

    Optional<Path> find(PictureKey.Kind kind, String name) {
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
