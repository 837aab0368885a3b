package studio.imaging;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageInfo;

/** What both ways of shrinking have in common: how large the decoded picture must be, and the placeholder's form. */
final class SmallPictures {
    static final int QUALITY = 80;
    static final int PLACEHOLDER_SIDE = 16;
    static final int PLACEHOLDER_QUALITY = 30;
    private static final int PLACEHOLDER_LIMIT = 400;
    /** A strip longer than this gets its thumbnail from fewer pixels rather than from more memory. */
    private static final int LONGEST = 4 * Thumbnailer.PREVIEW_SIDE;

    private SmallPictures() {}

    /** The longest side that one decoded picture needs, to make both thumbnail and preview from it. */
    static int decodedSide(ImageInfo info, boolean preview) {
        int longSide = Math.max(info.width(), info.height());
        int shortSide = Math.min(info.width(), info.height());
        long forThumbnail = ((long) Thumbnailer.THUMBNAIL_SIDE * longSide + shortSide - 1) / shortSide;
        long wanted = preview ? Math.max(forThumbnail, Thumbnailer.PREVIEW_SIDE) : forThumbnail;
        return (int) Math.min(Math.min(wanted, longSide), LONGEST);
    }

    static @Nullable String placeholder(String mediaType, byte[] picture) {
        String url = "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(picture);
        return url.length() <= PLACEHOLDER_LIMIT ? url : null;
    }
}
