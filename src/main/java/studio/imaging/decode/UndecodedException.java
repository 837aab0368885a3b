package studio.imaging.decode;

import studio.imaging.probe.ImageInfo;

/** A picture that may be sound, but that is not decoded here, to keep the server alive. It says why, in two languages. */
public final class UndecodedException extends Exception {
    /** Why it is not decoded. */
    public enum Reason {
        /** It would take more memory than {@code IMAGE_MEMORY}. */
        TOO_HEAVY,
        /** The process ended while it was decoded before. */
        ENDED_THE_SERVER,
        /** Nothing here decodes its format. */
        FORMAT
    }

    private final Reason reason;
    private final String zh;
    private final String en;

    private UndecodedException(Reason reason, String zh, String en) {
        super(en);
        this.reason = reason;
        this.zh = zh;
        this.en = en;
    }

    public static UndecodedException tooHeavy(ImageInfo info, long needed, long allowed) {
        return new UndecodedException(
                Reason.TOO_HEAVY,
                "解码这张 " + info.format() + " 图片（" + info.width() + "×" + info.height() + "）约需 " + megabytes(needed)
                        + " MB 内存，超出了服务器留给图片的 " + megabytes(allowed) + " MB。请缩小图片，或另存为普通（非渐进、非隔行）的 JPEG 或 PNG。",
                "Decoding this " + info.format() + " picture (" + info.width() + "×" + info.height() + ") takes about "
                        + megabytes(needed) + " MB of memory, more than the " + megabytes(allowed)
                        + " MB that the server has for pictures. Make it smaller, or save it as a JPEG or PNG that is"
                        + " neither progressive nor interlaced.");
    }

    public static UndecodedException endedTheServer() {
        return new UndecodedException(
                Reason.ENDED_THE_SERVER,
                "服务器曾在解码这张图片时意外退出，因此不再解码它。请换一张图片，或用其他软件重新保存后再试。",
                "The server ended while it decoded this picture, so it is not decoded again. Use another one, or save"
                        + " it anew with another program.");
    }

    public static UndecodedException format(ImageInfo info) {
        return new UndecodedException(
                Reason.FORMAT,
                "这台服务器无法解码 " + info.format() + " 图片。",
                "This server cannot decode " + info.format() + " pictures.");
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    public Reason reason() {
        return reason;
    }

    /** The sentence for people, Chinese. */
    public String zh() {
        return zh;
    }

    /** The same in English. */
    public String en() {
        return en;
    }
}
