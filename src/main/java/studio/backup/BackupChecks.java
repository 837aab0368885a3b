package studio.backup;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.Ids;

/** The check of a backup under way, one at a time, or the last one. */
@Singleton
class BackupChecks {
    /** After it another check may take its place. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Path temp;
    private final Ids ids;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable BackupCheck current;

    BackupChecks(FolderSettings folders, Ids ids) {
        this.temp = folders.temp();
        this.ids = ids;
    }

    /** @throws ProblemException 409 {@code backup_check_running} */
    BackupCheck begin(long size) {
        turn.lock();
        try {
            BackupCheck before = current;
            if (before != null) {
                if (!before.silentSince(Instant.now().minus(SILENCE))) {
                    throw ProblemException.of(ProblemCode.BACKUP_CHECK_RUNNING);
                }
                before.cancel();
            }
            String id = ids.next();
            BackupCheck check = new BackupCheck(id, size, temp.resolve("backup-check-" + id)).start();
            current = check;
            return check;
        } finally {
            turn.unlock();
        }
    }

    /** Takes a part, one after the other; see {@link BackupCheck#part}. */
    BackupCheck part(String id, long offset, InputStream body) throws IOException {
        turn.lock();
        try {
            BackupCheck check = find(id);
            check.part(offset, body);
            return check;
        } finally {
            turn.unlock();
        }
    }

    /** @throws ProblemException 404 {@code backup_check_not_found} */
    BackupCheck find(String id) {
        BackupCheck check = current;
        if (check == null || !check.id().equals(id)) {
            throw ProblemException.of(ProblemCode.BACKUP_CHECK_NOT_FOUND);
        }
        return check;
    }
}
