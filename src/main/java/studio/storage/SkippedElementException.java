package studio.storage;

/** An element of an earlier file that cannot be imported; the rest of the file can. */
public final class SkippedElementException extends Exception {

    /** Why an element is left out, in words that follow a number: "3 without an id". */
    public enum Reason {
        UNREADABLE("无法解析", "that cannot be read"),
        TOO_LARGE("过大", "too large"),
        NO_ID("没有可用的 id", "without a usable id"),
        NO_FILE("没有可用的文件名", "without a usable file name"),
        NO_TIME("没有可用的时间", "without a usable time"),
        NO_PICTURES("参考图损坏", "whose reference pictures are damaged"),
        TAKEN("id 或文件已属于另一条记录", "whose id or file belongs to another entry");

        private final String zh;
        private final String en;

        Reason(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        public String words(boolean english) {
            return english ? en : zh;
        }
    }

    private final Reason reason;

    /** @param what shown in the log: which element it is, or what is wrong with it */
    public SkippedElementException(Reason reason, String what) {
        super(what, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
