package studio.json;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/** Opens the files, owner-only, into which goes what arrives from an upstream. */
public final class ArrivalFile {
    /** Together twenty seconds. */
    private static final int MOST_ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private ArrivalFile() {}

    /**
     * What arrives is paid for: where no file can be opened because too many are, it waits until some are closed.
     *
     * @throws DiskWriteException when it cannot be opened, or not in twenty seconds
     */
    public static FileChannel open(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return FileChannel.open(path, NEW, OWNER_ONLY);
            } catch (FileSystemException e) {
                // The reason is a text in the system's language; what never passes has a class of its own.
                if (attempt == MOST_ATTEMPTS || !e.getClass().equals(FileSystemException.class)) {
                    throw new DiskWriteException(e);
                }
                pause();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a file could be opened");
        }
    }
}
