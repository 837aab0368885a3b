package studio.imaging.decode;

import studio.imaging.probe.ImageInfo;
import studio.problem.Language;
import studio.problem.Message;

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
    private final Message message;

    private UndecodedException(Reason reason, Message message) {
        super(message.in(Language.ENGLISH));
        this.reason = reason;
        this.message = message;
    }

    public static UndecodedException tooHeavy(ImageInfo info, long needed, long allowed) {
        return new UndecodedException(
                Reason.TOO_HEAVY,
                Message.of(
                        "imaging.decode_memory",
                        info.format(),
                        info.width(),
                        info.height(),
                        megabytes(needed),
                        megabytes(allowed)));
    }

    public static UndecodedException endedTheServer() {
        return new UndecodedException(Reason.ENDED_THE_SERVER, Message.of("imaging.decoder_crashed"));
    }

    public static UndecodedException format(ImageInfo info) {
        return new UndecodedException(Reason.FORMAT, Message.of("imaging.format_undecodable", info.format()));
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    public Reason reason() {
        return reason;
    }

    /** The sentence for people. */
    public Message message() {
        return message;
    }
}
