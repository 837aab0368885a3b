package studio.files;

import java.io.File;
import java.io.IOException;
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
            // A file store would be looked up in the table of all mounts first, at each call.
            File disk = folder.toFile();
            DiskSpace space = new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace());
            if (space.total == 0) {
                throw new IOException("The disk of " + folder + " cannot be measured");
            }
            if (space.usable < least.usable) {
                least = space;
            }
        }
        return least;
    }
}
