package studio.imaging.decode;

import studio.imaging.probe.ImageInfo;
import studio.problem.Language;
import studio.problem.Message;

/** A picture that may be sound, but that is not decoded here, to keep the server alive or because nothing here can. */
public final class UndecodedException extends Exception {
    private final Message reason;
    private final boolean formatUnknown;

    private UndecodedException(Message reason, boolean formatUnknown) {
        super(reason.in(Language.ENGLISH));
        this.reason = reason;
        this.formatUnknown = formatUnknown;
    }

    /** @param allowed by {@code IMAGE_MEMORY} or what the machine leaves, bytes */
    public static UndecodedException tooHeavy(ImageInfo info, long needed, long allowed) {
        long neededMb = Math.ceilDiv(needed, 1 << 20);
        long allowedMb = Math.ceilDiv(allowed, 1 << 20);
        return new UndecodedException(
                Message.of("imaging.decode_memory", info.format(), info.width(), info.height(), neededMb, allowedMb),
                false);
    }

    static UndecodedException endedTheServer() {
        return new UndecodedException(Message.of("imaging.decoder_crashed"), false);
    }

    public static UndecodedException format(ImageInfo info) {
        return new UndecodedException(Message.of("imaging.format_undecodable", info.format()), true);
    }

    /** Whether nothing here decodes its format. */
    public boolean formatUnknown() {
        return formatUnknown;
    }

    /** The sentence for people. */
    public Message message() {
        return reason;
    }
}
