package studio.storage;

/** The database refused or failed in a way that no caller can mend; the cause tells the rest. */
public final class StorageException extends RuntimeException {
    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
