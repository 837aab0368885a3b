package studio.backup;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import studio.web.ProblemException;

/** One backup by HTTP at a time: each reads everything there is. */
@Singleton
class BackupTurn {
    private final AtomicBoolean taken = new AtomicBoolean();

    /** @throws ProblemException 409 {@code backup_running} */
    void take() {
        if (taken.getAndSet(true)) {
            throw ProblemException.of(
                    409, "backup_running", "已有一个备份正在进行，请稍后再试", "A backup is under way; try again when it is done");
        }
    }

    void release() {
        taken.set(false);
    }
}
