package studio.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.picture.SharedFiles;
import studio.picture.StoredPicture;

/** Takes files into an archive, and notes those that were deleted between being listed and being read. */
final class TakeFiles {
    /** More names of missing files are of no use. */
    private static final int MAX_MISSING = 10_000;

    private static final Pattern CALL = Pattern.compile("[1-9][0-9]{0,3}");

    private final ArchiveWriter archive;
    private final List<String> missing = new ArrayList<>();

    TakeFiles(ArchiveWriter archive) {
        this.archive = archive;
    }

    /** At most 10,000 names. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    void take(String name, Path file) throws IOException {
        note(name, archive.file(name, file));
    }

    void picture(String name, StoredPicture picture) throws IOException {
        note(name, archive.picture(name, picture));
    }

    /**
     * Takes what upstreams answered and is not saved yet: {@code tmp/<task>/<call>/…}. It is paid for.
     *
     * @param wanted names of folders of tasks
     */
    void answers(Path temp, Predicate<String> wanted) throws IOException {
        for (Path task : subfolders(temp, wanted)) {
            for (Path call : subfolders(task, name -> CALL.matcher(name).matches())) {
                folder(Archive.ANSWERS + task.getFileName() + "/" + call.getFileName() + "/", call);
            }
        }
    }

    /** Takes what all processes find, wherever it is. */
    void shared(String prefix, SharedFiles files, SharedFiles.Kind kind) throws IOException {
        try (Stream<SharedFiles.Shared> all = files.list(kind)) {
            for (SharedFiles.Shared found : (Iterable<SharedFiles.Shared>) all::iterator) {
                String name = prefix + found.name();
                if (Archive.known(name)) {
                    Optional<Path> file = files.find(kind, found.name());
                    note(name, file.isPresent() && archive.file(name, file.get()));
                }
            }
        }
    }

    private void folder(String prefix, Path folder) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))) {
            for (Path file : files) {
                String name = prefix + file.getFileName();
                // Hidden files are unfinished ones.
                if (Archive.known(name)) {
                    take(name, file);
                }
            }
        } catch (NoSuchFileException e) {
            // A task that has just ended.
        }
    }

    private void note(String name, boolean found) {
        if (!found && missing.size() < MAX_MISSING) {
            missing.add(name);
        }
    }

    private static List<Path> subfolders(Path folder, Predicate<String> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && wanted.test(path.getFileName().toString())) {
                    found.add(path);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // A task that has just ended.
        }
        return found;
    }
}
