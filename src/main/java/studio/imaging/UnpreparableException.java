package studio.imaging;

import java.util.Set;
import java.util.TreeSet;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.problem.Language;
import studio.problem.Message;

/** A sound picture that cannot be given to a provider. Its message says what the user can do. */
public final class UnpreparableException extends Exception {

    /** Stable names of the reasons. */
    public enum Reason {
        /** The provider does not take the format, and it cannot be converted here. */
        FORMAT,
        /** Beyond the provider's limits, and it cannot be made smaller here, or not by enough. */
        TOO_LARGE,
        /** The format is fine, but details of place and owner cannot be separated from the picture. */
        METADATA,
        /** A mask of other proportions than the picture it is for. */
        MASK_SHAPE,
        /** A mask without transparency. */
        MASK_OPAQUE
    }

    private final Reason reason;
    private final Message message;

    UnpreparableException(Reason reason, String code, Object... arguments) {
        this(reason, Message.of(code, arguments));
    }

    private UnpreparableException(Reason reason, Message message) {
        super(reason + ": " + message.in(Language.ENGLISH));
        this.reason = reason;
        this.message = message;
    }

    static UnpreparableException format(ImageFormat format, Set<ImageFormat> taken) {
        return new UnpreparableException(
                Reason.FORMAT,
                "imaging.format_not_accepted",
                format,
                new TreeSet<>(taken).stream().map(Enum::name).toList(),
                advice(format));
    }

    static UnpreparableException tooLarge(ImageInfo info, PicturePreparation.Limits limits) {
        return new UnpreparableException(
                Reason.TOO_LARGE,
                "imaging.too_large_for_model",
                info.format(),
                size(info.width(), info.height()),
                megabytes(info.bytes()),
                megabytes(limits.maxBytes()),
                limits.maxSide());
    }

    static UnpreparableException metadata(ImageFormat format) {
        return new UnpreparableException(Reason.METADATA, "imaging.private_details_kept", format, advice(format));
    }

    static UnpreparableException maskShape(ImageInfo mask, int width, int height) {
        return new UnpreparableException(
                Reason.MASK_SHAPE, "imaging.mask_proportions", size(mask.width(), mask.height()), size(width, height));
    }

    private static String size(int width, int height) {
        return width + "×" + height;
    }

    private static Message advice(ImageFormat format) {
        return Message.of(format == ImageFormat.HEIC ? "imaging.convert_heic" : "imaging.convert");
    }

    private static String megabytes(long bytes) {
        long tenths = Math.max(1, Math.round(bytes / 104_857.6));
        return tenths / 10 + "." + tenths % 10 + " MB";
    }

    public Reason reason() {
        return reason;
    }

    /** The sentence for people. */
    public Message message() {
        return message;
    }
}
