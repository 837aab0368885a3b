package studio.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.files.OwnerOnly;
import studio.json.JsonTimes;
import studio.settings.FolderSettings;

/**
 * Where the files of a picture are. Every path that a name from outside leads to is made here, and a name that could lead
 * out of the folder leads nowhere.
 */
final class GalleryFolder {
    private static final int LONGEST_NAME = 255;
    private static final Pattern MILLIS = Pattern.compile("[0-9]{13}(?![0-9])");

    /** The three kinds of file that one picture has. */
    enum Kind {
        PICTURE,
        THUMBNAIL,
        PREVIEW
    }

    private final FolderSettings folders;

    GalleryFolder(FolderSettings folders) {
        this.folders = folders;
    }

    /** Whether this is the plain name of one visible file, in any script. */
    static boolean safe(@Nullable String name) {
        return name != null
                && !name.isBlank()
                && !name.startsWith(".")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.chars().noneMatch(Character::isISOControl)
                && UTF_8.newEncoder().canEncode(name)
                && name.getBytes(UTF_8).length <= LONGEST_NAME;
    }

    /** The time that a name begins with: 13 digits, which are milliseconds since 1970. */
    static Optional<Instant> timeInName(String fileName) {
        Matcher millis = MILLIS.matcher(fileName);
        return millis.lookingAt() ? JsonTimes.parse(millis.group()) : Optional.empty();
    }

    static String thumbnailName(String fileName) {
        return "thumb-" + fileName;
    }

    Path pictures() {
        return folders.gallery();
    }

    /** Unfinished files; on the same file system as their place. */
    Path incoming() {
        return folders.gallery().resolve(".incoming");
    }

    Path picture(String fileName) {
        return place(Kind.PICTURE, fileName, false);
    }

    Path thumbnail(String fileName) {
        return place(Kind.THUMBNAIL, thumbnailName(fileName), false);
    }

    Path preview(String previewName) {
        return place(Kind.PREVIEW, previewName, false);
    }

    /** The file of this name if there is one; a symbolic link is none, because it may lead anywhere. */
    Optional<Path> find(Kind kind, String name) {
        return safe(name) ? Optional.of(place(kind, name, false)).filter(GalleryFolder::isFile) : Optional.empty();
    }

    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A file's place in the gallery and its place in the trash. */
    record Places(Path live, Path trashed) {}

    /** All files that a picture can have, whether they are there or not. */
    List<Places> places(String fileName, @Nullable String previewName) {
        List<Places> places = new ArrayList<>();
        places.add(both(Kind.PICTURE, fileName));
        places.add(both(Kind.THUMBNAIL, thumbnailName(fileName)));
        if (previewName != null) {
            places.add(both(Kind.PREVIEW, previewName));
        }
        return places;
    }

    Path trash(Kind kind) {
        return folder(kind, true);
    }

    /** Makes the folders that only the gallery itself knows. */
    void create() throws IOException {
        OwnerOnly.createFolder(incoming());
        for (Kind kind : Kind.values()) {
            OwnerOnly.createFolder(folder(kind, false));
            OwnerOnly.createFolder(folder(kind, true));
        }
    }

    private Places both(Kind kind, String name) {
        return new Places(place(kind, name, false), place(kind, name, true));
    }

    private Path place(Kind kind, String name, boolean trashed) {
        if (!safe(name)) {
            throw new IllegalArgumentException("Not the name of a file of the gallery");
        }
        return folder(kind, trashed).resolve(name);
    }

    private Path folder(Kind kind, boolean trashed) {
        Path trash = folders.gallery().resolve(".trash");
        return switch (kind) {
            case PICTURE -> trashed ? trash : folders.gallery();
            case THUMBNAIL -> trashed ? trash.resolve("thumbnails") : folders.thumbnails();
            case PREVIEW -> trashed ? trash.resolve("previews") : folders.previews();
        };
    }
}
