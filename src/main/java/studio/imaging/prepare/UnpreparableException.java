package studio.imaging.prepare;

import java.util.Set;
import java.util.TreeSet;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;

/** A sound picture that cannot be given to a provider. It says why, and what the user can do, in two languages. */
public final class UnpreparableException extends Exception {

    /** Stable names of the reasons. */
    public enum Reason {
        /** The provider does not take the format, and it cannot be converted here. */
        FORMAT,
        /** Beyond the provider's limits, and it cannot be made smaller here, or not by enough. */
        TOO_LARGE,
        /** The format is fine, but what tells of place and owner cannot be parted from the picture. */
        METADATA,
        /** A mask of other proportions than the picture it is for. */
        MASK_SHAPE,
        /** A mask without transparency. */
        MASK_OPAQUE
    }

    private final Reason reason;
    private final String zh;
    private final String en;

    private UnpreparableException(Reason reason, String zh, String en) {
        super(reason + ": " + en);
        this.reason = reason;
        this.zh = zh;
        this.en = en;
    }

    static UnpreparableException format(ImageFormat format, Set<ImageFormat> taken) {
        return new UnpreparableException(
                Reason.FORMAT,
                "模型不接受 " + format + " 图片（只接受 " + list(taken, "、") + "），这里也无法转换。" + adviceZh(format),
                "The model does not take " + format + " pictures (only " + list(taken, ", ")
                        + "), and they cannot be converted here. " + adviceEn(format));
    }

    static UnpreparableException cmyk() {
        return new UnpreparableException(
                Reason.FORMAT,
                "这张 JPEG 使用印刷用的 CMYK 颜色，模型可能无法读取，这里也无法转换。请先转换成 RGB 的 JPEG 或 PNG。",
                "This JPEG has the CMYK colours of print, which the model may not read, and it cannot be converted here."
                        + " Convert it to an RGB JPEG or a PNG first.");
    }

    static UnpreparableException tooLarge(ImageInfo info, PicturePreparation.Limits limits) {
        String size = info.width() + "×" + info.height();
        return new UnpreparableException(
                Reason.TOO_LARGE,
                info.format() + " 图片太大（" + size + "，" + megabytes(info.bytes()) + "），超出了模型的上限（"
                        + megabytes(limits.maxBytes()) + "，长边 " + limits.maxSide() + " 像素），这里无法把它缩小到上限以内。请换一张更小的图片。",
                "The " + info.format() + " picture is too large (" + size + ", " + megabytes(info.bytes())
                        + ") for the model (" + megabytes(limits.maxBytes()) + ", " + limits.maxSide()
                        + " pixels on the longer side), and it cannot be made small enough here."
                        + " Choose a smaller picture.");
    }

    static UnpreparableException metadata(ImageFormat format) {
        return new UnpreparableException(
                Reason.METADATA,
                "无法从这张 " + format + " 图片中去除拍摄地点等隐私信息，因此没有发送。" + adviceZh(format),
                "The place and other private details cannot be removed from this " + format
                        + " picture, so it was not sent. " + adviceEn(format));
    }

    static UnpreparableException maskShape(ImageInfo mask, int width, int height) {
        String is = mask.width() + "×" + mask.height();
        String wanted = width + "×" + height;
        return new UnpreparableException(
                Reason.MASK_SHAPE,
                "蒙版（" + is + "）与参考图（" + wanted + "）的宽高比不同。请使用与参考图尺寸相同的蒙版。",
                "The mask (" + is + ") has other proportions than the picture (" + wanted
                        + "). Use a mask of the picture's size.");
    }

    static UnpreparableException maskOpaque() {
        return new UnpreparableException(
                Reason.MASK_OPAQUE,
                "蒙版没有透明区域。请使用带透明通道的 PNG，透明处就是要重画的部分。",
                "The mask has no transparency. Use a PNG with an alpha channel whose transparent part is what to redraw.");
    }

    private static String adviceZh(ImageFormat format) {
        return format == ImageFormat.HEIC ? "请先转换成 JPEG；用 iPhone 拍照时，可在“设置 › 相机 › 格式”中选择“兼容性最佳”。" : "请先转换成 JPEG 或 PNG。";
    }

    private static String adviceEn(ImageFormat format) {
        return format == ImageFormat.HEIC
                ? "Convert it to JPEG first; on an iPhone, Settings › Camera › Formats › Most Compatible takes JPEGs."
                : "Convert it to JPEG or PNG first.";
    }

    private static String list(Set<ImageFormat> formats, String separator) {
        return String.join(
                separator, new TreeSet<>(formats).stream().map(Enum::name).toList());
    }

    private static String megabytes(long bytes) {
        long tenths = Math.max(1, Math.round(bytes / 104_857.6));
        return tenths / 10 + "." + tenths % 10 + " MB";
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
