package studio.backup;

/** A backup or a restore that cannot be done; the message is for the person who asked for it. Nothing was changed. */
public final class BackupException extends Exception {
    private final String zh;
    private final String en;

    BackupException(String zh, String en) {
        super(en);
        this.zh = zh;
        this.en = en;
    }

    BackupException(String zh, String en, Throwable cause) {
        super(en, cause);
        this.zh = zh;
        this.en = en;
    }

    public String message(boolean english) {
        return english ? en : zh;
    }
}
