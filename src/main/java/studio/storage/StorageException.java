package studio.storage;

import studio.problem.ProblemException;

/** A failure of the database or of the disk below it. */
public final class StorageException extends RuntimeException {
    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether the same step may succeed later: the storage is busy, full, not writable or has failed. False for everything
     * that would fail alike for ever.
     */
    public static boolean passes(RuntimeException e) {
        return e instanceof StorageException
                || (e instanceof ProblemException problem && problem.code().startsWith("storage_"));
    }
}
