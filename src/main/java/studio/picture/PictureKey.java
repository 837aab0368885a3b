package studio.picture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names one file of a picture.
 *
 * @param name of one visible file, in any script, without a folder
 * @param trashed whether it is in the trash, of which only thumbnails are served
 */
public record PictureKey(Kind kind, String name, boolean trashed) {
    private static final int MAX_NAME_BYTES = 255;
    private static final String THUMBNAIL = "thumb-";

    /** The files that one picture can have. */
    public enum Kind {
        ORIGINAL,
        /** Its name is the original's behind {@code thumb-}. */
        THUMBNAIL,
        PREVIEW
    }

    public PictureKey {
        if (!valid(name)) {
            throw new IllegalArgumentException("Not the name of a picture file");
        }
    }

    /** The key for a name from outside; empty when it could lead out of the store. */
    public static Optional<PictureKey> of(Kind kind, @Nullable String name) {
        return name != null && valid(name) ? Optional.of(new PictureKey(kind, name, false)) : Optional.empty();
    }

    public static PictureKey original(String fileName) {
        return new PictureKey(Kind.ORIGINAL, fileName, false);
    }

    /** @param fileName the original's */
    public static PictureKey thumbnail(String fileName) {
        return new PictureKey(Kind.THUMBNAIL, THUMBNAIL + fileName, false);
    }

    public static PictureKey preview(String previewName) {
        return new PictureKey(Kind.PREVIEW, previewName, false);
    }

    /** All files that a picture can have, the original first, whether they exist or not. */
    public static List<PictureKey> all(String fileName, @Nullable String previewName) {
        return previewName == null
                ? List.of(original(fileName), thumbnail(fileName))
                : List.of(original(fileName), thumbnail(fileName), preview(previewName));
    }

    /** Whether a picture of this name can be stored with all its files. */
    public static boolean usable(String fileName) {
        return valid(fileName) && valid(THUMBNAIL + fileName);
    }

    public PictureKey inTrash() {
        return new PictureKey(kind, name, true);
    }

    /** The original's name. */
    public String fileName() {
        return kind == Kind.THUMBNAIL && name.startsWith(THUMBNAIL) ? name.substring(THUMBNAIL.length()) : name;
    }

    private static boolean valid(String name) {
        return !name.isBlank()
                && !name.startsWith(".")
                && Stream.of("/", "\\").noneMatch(name::contains)
                && name.chars().noneMatch(Character::isISOControl)
                && UTF_8.newEncoder().canEncode(name)
                && name.getBytes(UTF_8).length <= MAX_NAME_BYTES;
    }
}
