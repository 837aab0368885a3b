package studio.backup;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** One backup by HTTP at a time: each reads everything there is. */
@Singleton
class BackupTurn {
    private final AtomicBoolean taken = new AtomicBoolean();

    /** @throws ProblemException 409 {@code backup_running} */
    void take() {
        if (taken.getAndSet(true)) {
            throw ProblemException.of(ProblemCode.BACKUP_RUNNING);
        }
    }

    void release() {
        taken.set(false);
    }
}
