package studio.storage;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import studio.files.DiskSpace;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/** The free disk space below which nothing new is accepted. What was paid for then always finds room. */
@Singleton
public class FreeSpace {
    private final Path[] folders;
    private final long least;

    public FreeSpace(FolderSettings folders) {
        this.folders = folders.written().toArray(Path[]::new);
        this.least = folders.minFreeBytes();
    }

    /** Bytes that this program may still write, where least is left. */
    public long bytes() throws IOException {
        return DiskSpace.usable(folders);
    }

    public boolean enough() throws IOException {
        return least == 0 || bytes() >= least;
    }

    /** @throws ProblemException 507 {@code disk_full} when less is free than {@code MIN_FREE_BYTES} */
    public void assertEnough() {
        try {
            if (!enough()) {
                throw ProblemException.of(ProblemCode.DISK_FULL, least >> 20);
            }
        } catch (IOException e) {
            throw new StorageException("The disk cannot be measured", e);
        }
    }
}
