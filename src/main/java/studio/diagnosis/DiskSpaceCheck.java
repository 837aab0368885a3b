package studio.diagnosis;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import studio.files.DiskSpace;
import studio.problem.Message;
import studio.settings.FolderSettings;

/** Whether there is room for more pictures. */
@Singleton
class DiskSpaceCheck implements Check {
    /** Below this a paid picture might find no room, and the server says that it is not ready. */
    private static final long TOO_LITTLE = 256L << 20;

    private static final long LITTLE = 2L << 30;

    private final FolderSettings folders;

    DiskSpaceCheck(FolderSettings folders) {
        this.folders = folders;
    }

    @Override
    public String id() {
        return "disk_space";
    }

    @Override
    public Finding examine(Visit visit) {
        long free;
        try {
            free = DiskSpace.of(folders.data(), folders.gallery()).usable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String left = free >= 1L << 30 ? (free >> 30) + " GiB" : (free >> 20) + " MiB";
        if (free < TOO_LITTLE) {
            return Finding.fail(Message.of("diagnosis.disk_nearly_full", left));
        }
        return free < LITTLE
                ? Finding.warn(Message.of("diagnosis.disk_low", left))
                : Finding.ok(Message.of("diagnosis.disk_free", left));
    }
}
