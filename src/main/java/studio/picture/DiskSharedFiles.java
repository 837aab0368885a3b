package studio.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.settings.FolderSettings;

/** Files in a folder of their kind: of the data folder, or hidden ones of a gallery folder that all processes see. */
public final class DiskSharedFiles implements SharedFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private final Path base;
    private final String prefix;

    private DiskSharedFiles(Path base, String prefix) {
        this.base = base;
        this.prefix = prefix;
    }

    /** Where files are read by this machine's processes alone, or lie in a shared gallery folder. */
    public static DiskSharedFiles of(FolderSettings folders) {
        return folders.shared() && folders.bucket().isEmpty()
                ? new DiskSharedFiles(folders.gallery(), ".")
                : ofThisMachine(folders);
    }

    /** In the data folder. */
    public static DiskSharedFiles ofThisMachine(FolderSettings folders) {
        return new DiskSharedFiles(folders.data(), "");
    }

    @Override
    public void keep(Kind kind, String name, Path file) {
        run(name, () -> {
            OwnerOnly.createFolder(folder(kind));
            AtomicFiles.moveIntoPlace(file, place(kind, name));
            return true;
        });
    }

    /** Keeps what the content writes. */
    public void keep(Kind kind, String name, AtomicFiles.Content content) {
        run(name, () -> {
            OwnerOnly.createFolder(folder(kind));
            AtomicFiles.write(place(kind, name), content);
            return true;
        });
    }

    @Override
    public Optional<Shared> look(Kind kind, String name) {
        return run(name, () -> looked(name, place(kind, name)));
    }

    private static Optional<Shared> looked(String name, Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? Optional.of(new Shared(
                            name, found.size(), found.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Path> find(Kind kind, String name) {
        return look(kind, name).map(found -> place(kind, name));
    }

    @Override
    public boolean renew(Kind kind, String name) {
        return run(name, () -> {
            try {
                Files.setLastModifiedTime(place(kind, name), FileTime.from(Instant.now()));
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        });
    }

    @Override
    public boolean delete(Kind kind, String name, Instant before) {
        return look(kind, name)
                        .filter(found -> found.modified().isBefore(before))
                        .isPresent()
                && run(name, () -> Files.deleteIfExists(place(kind, name)));
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes the stream
    public Stream<Shared> list(Kind kind) {
        try {
            return Files.list(folder(kind))
                    .filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .flatMap(file -> look(kind, String.valueOf(file.getFileName())).stream());
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder(kind), e);
        }
    }

    private Path folder(Kind kind) {
        return base.resolve(prefix + kind.folder());
    }

    private Path place(Kind kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a shared file");
        }
        return folder(kind).resolve(name);
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T run(String name, Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the file " + name, e);
        }
    }
}
