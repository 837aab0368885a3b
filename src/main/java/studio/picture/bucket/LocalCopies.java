package studio.picture.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import studio.files.OwnerOnly;
import studio.picture.LocalPicture;

/** Copies of originals, each for one reader. */
record LocalCopies(Path folder) {
    LocalCopies {
        try {
            OwnerOnly.createFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalPicture of(InputStream in) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        boolean whole = false;
        try {
            OwnerOnly.createFile(file);
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            whole = true;
            return new LocalPicture(file, true);
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Another name of the same bytes; empty when the file has gone, or has no other names here. */
    Optional<LocalPicture> link(Path file) {
        Path name = folder.resolve(UUID.randomUUID().toString());
        try {
            Files.createLink(name, file);
            return Optional.of(new LocalPicture(name, true));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** What readers have left that were killed. */
    int removeOld(Instant before) {
        int removed = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
                removed += old && Files.deleteIfExists(file) ? 1 : 0;
            }
            return removed;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the folder of copies", e);
        }
    }
}
