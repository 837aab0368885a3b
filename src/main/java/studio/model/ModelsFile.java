package studio.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code config/models.json}, which need not exist: what its editor knows better than the registry. It is looked at when it
 * is asked for, at most once a second, and read again when it has changed. A broken edit keeps the last good state.
 */
final class ModelsFile {
    private static final Logger LOG = Logger.getLogger(ModelsFile.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    static final int MAX_BYTES = 1 << 20;

    private final Path path;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Catalogue current = Catalogue.EMPTY;

    /** Time, size and key of the file as it was looked at; like the problem guarded by the lock. */
    private @Nullable List<Object> seen;

    private @Nullable String problem;

    private volatile long nextLook;

    ModelsFile(Path path, LongSupplier nanoTime) {
        this.path = path;
        this.nanoTime = nanoTime;
        this.nextLook = nanoTime.getAsLong();
    }

    Catalogue current() {
        if (nanoTime.getAsLong() - nextLook >= 0 && lock.tryLock()) {
            try {
                nextLook = nanoTime.getAsLong() + PAUSE;
                look();
            } finally {
                lock.unlock();
            }
        }
        return current;
    }

    private void look() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            List<Object> now = List.of(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
            if (!now.equals(seen)) {
                // Taken before reading: a change in between is seen at the next look.
                seen = now;
                current = Catalogue.read(bytes());
                problem = null;
                LOG.infof(
                        "%s is in use: %d descriptions of models",
                        path, current.models().size());
            }
        } catch (NoSuchFileException none) {
            seen = null;
            problem = null;
            current = Catalogue.EMPTY;
        } catch (DescriptionException e) {
            report(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // Another look may find it readable.
            seen = null;
            report("It cannot be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private byte[] bytes() throws IOException, DescriptionException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new DescriptionException("It is larger than " + (MAX_BYTES >> 20) + " MB.");
            }
            return bytes;
        }
    }

    private void report(String what) {
        if (!what.equals(problem)) {
            LOG.errorf("%s is not in use as it is, the last good state is: %s", path, what);
        }
        problem = what;
    }
}
