package studio.picture.bucket;

import java.util.Optional;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.SharedFiles;

/**
 * How objects are named: as the files of the gallery's folder, below the prefix, so that either can be copied into the other.
 *
 * @param prefix empty, or ending with a slash
 */
record ObjectNames(String prefix) {
    private static final String TRASH = ".trash/";

    /** @param prefix as people set it, with or without slashes around it */
    static ObjectNames of(Optional<String> prefix) {
        return new ObjectNames(
                prefix.map(text -> text.replaceAll("^/|/$", "") + "/").orElse(""));
    }

    String of(PictureKey key) {
        return folder(key.kind(), key.trashed()) + key.name();
    }

    /** What the names of one kind begin with. */
    String folder(Kind kind, boolean trashed) {
        String base = prefix + (trashed ? TRASH : "");
        return switch (kind) {
            case ORIGINAL -> base;
            case THUMBNAIL -> base + "thumbnails/";
            case PREVIEW -> base + "previews/";
        };
    }

    /** Of an object of this kind; empty when it is not the name of a picture. */
    Optional<PictureKey> key(Kind kind, boolean trashed, String object) {
        return PictureKey.of(kind, object.substring(folder(kind, trashed).length()))
                .map(key -> trashed ? key.inTrash() : key);
    }

    /** A file beside the pictures, in a hidden folder. */
    String of(SharedFiles.Kind kind, String name) {
        return prefix + "." + kind.folder() + "/" + name;
    }

    /** An object that is no picture, to try the bucket with. */
    String trial(String id) {
        return prefix + ".trial/" + id;
    }
}
