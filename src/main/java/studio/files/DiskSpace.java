package studio.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on a disk.
 *
 * @param usable bytes that this process may still write
 * @param total bytes that the disk holds
 */
public record DiskSpace(long usable, long total) {

    /** Measures the disk of these folders that has the least room left. */
    public static DiskSpace of(Path... folders) throws IOException {
        DiskSpace least = new DiskSpace(Long.MAX_VALUE, Long.MAX_VALUE);
        for (Path folder : folders) {
            FileStore store = Files.getFileStore(folder);
            long usable = store.getUsableSpace();
            if (usable < least.usable) {
                least = new DiskSpace(usable, store.getTotalSpace());
            }
        }
        return least;
    }
}
