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
        Path least = folders[0];
        long usable = Long.MAX_VALUE;
        for (Path folder : folders) {
            long room = left(folder);
            least = room < usable ? folder : least;
            usable = Math.min(room, usable);
        }
        return new DiskSpace(usable, least.toFile().getTotalSpace());
    }

    /** The room that is left where there is least, bytes; half the cost of measuring the disks as a whole. */
    public static long usable(Path... folders) throws IOException {
        long usable = Long.MAX_VALUE;
        for (Path folder : folders) {
            usable = Math.min(usable, left(folder));
        }
        return usable;
    }

    /** A file store would be looked up in the table of all mounts first, at each call. */
    private static long left(Path folder) throws IOException {
        File disk = folder.toFile();
        long usable = disk.getUsableSpace();
        if (usable == 0 && disk.getTotalSpace() == 0) {
            throw new IOException("The disk of " + folder + " cannot be measured");
        }
        return usable;
    }
}
