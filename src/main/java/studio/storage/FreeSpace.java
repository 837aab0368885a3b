package studio.storage;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import studio.settings.FolderSettings;
import studio.web.ProblemException;

/** The floor of free disk space below which nothing new is taken on, so that what was paid for always finds room. */
@Singleton
public class FreeSpace {
    private final List<Path> folders;
    private final long least;

    public FreeSpace(FolderSettings folders) {
        this.folders = List.of(folders.data(), folders.gallery());
        this.least = folders.minFreeBytes();
    }

    /** Bytes that this program may still write, where less is left: with the data or with the gallery. */
    public long bytes() throws IOException {
        long bytes = Long.MAX_VALUE;
        for (Path folder : folders) {
            FileStore store = Files.getFileStore(folder);
            bytes = Math.min(bytes, store.getUsableSpace());
        }
        return bytes;
    }

    public boolean enough() throws IOException {
        return least == 0 || bytes() >= least;
    }

    /** @throws ProblemException 507 {@code disk_full} when less is free than {@code MIN_FREE_BYTES} */
    public void assertEnough() {
        try {
            if (!enough()) {
                throw ProblemException.of(
                        507,
                        "disk_full",
                        "磁盘剩余空间不足 %d MB，暂不接受新任务，没有产生费用；请清理磁盘或回收站".formatted(least >> 20),
                        "Less than %d MB of disk space are free, so nothing new is taken on and nothing was paid; make room, for example by emptying the trash"
                                .formatted(least >> 20));
            }
        } catch (IOException e) {
            throw new StorageException("The disk cannot be measured", e);
        }
    }
}
