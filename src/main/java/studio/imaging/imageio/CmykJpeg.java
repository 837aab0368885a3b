package studio.imaging.imageio;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.JpegSegments;
import studio.imaging.probe.JpegSegments.Segment;

/**
 * Turns the four components of a JPEG for print into sRGB: ImageIO's reader returns them as they are stored. Adobe's programs store
 * inks inverted, and may store them as YCCK (Adobe Technical Note 5116). Never loaded in a native executable.
 */
final class CmykJpeg {
    private static final String PROFILE = "ICC_PROFILE\0";
    /** In front of each part of the profile: name, number, how many parts. */
    private static final int PROFILE_HEAD = PROFILE.length() + 2;

    private static final int YCCK = 2;
    private static final int NOT_ADOBE = -1;

    private int transform = NOT_ADOBE;
    private final ByteArrayOutputStream profile = new ByteArrayOutputStream();

    private CmykJpeg(HeaderBytes bytes) throws IOException {
        JpegSegments segments = new JpegSegments(bytes);
        Segment segment = segments.next();
        while (segment != null && segment.marker() != JpegSegments.START_OF_SCAN) {
            long at = segment.content();
            if (segment.marker() == JpegSegments.APP14 && bytes.has(at, "Adobe") && segment.length() >= 12) {
                transform = bytes.u8(at + 11);
            } else if (segment.marker() == JpegSegments.APP2 && bytes.has(at, PROFILE)) {
                profile.writeBytes(bytes.slice(at + PROFILE_HEAD, Math.max(0, segment.length() - PROFILE_HEAD)));
            }
            segment = segments.next();
        }
    }

    static BufferedImage inSrgb(Raster stored, Path source) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(source)) {
            return new CmykJpeg(bytes).inSrgb(stored);
        }
    }

    private BufferedImage inSrgb(Raster stored) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i += 4) {
                toInks(row, i);
            }
            inks.setPixels(0, y, width, 1, row);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        ICC_ColorSpace space = space();
        if (space != null) {
            new ColorConvertOp(space, ColorSpace.getInstance(ColorSpace.CS_sRGB), null).filter(inks, image.getRaster());
            return image;
        }
        int[] rgb = new int[3 * width];
        for (int y = 0; y < height; y++) {
            inks.getPixels(0, y, width, 1, row);
            for (int i = 0; i < rgb.length; i++) {
                int at = i / 3 * 4;
                rgb[i] = (255 - row[at + i % 3]) * (255 - row[at + 3]) / 255;
            }
            image.getRaster().setPixels(0, y, width, 1, rgb);
        }
        return image;
    }

    /** From what is stored to how much of each ink there is, 0 to 255. */
    private void toInks(int[] row, int at) {
        if (transform == YCCK) {
            double y = row[at];
            double cb = row[at + 1] - 128;
            double cr = row[at + 2] - 128;
            row[at] = 255 - clamped(y + 1.402 * cr);
            row[at + 1] = 255 - clamped(y - 0.344136 * cb - 0.714136 * cr);
            row[at + 2] = 255 - clamped(y + 1.772 * cb);
        }
        for (int i = at; i < at + 4 && transform != NOT_ADOBE; i++) {
            row[i] = 255 - row[i];
        }
    }

    private static int clamped(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    /** Null without a profile, or with one that makes no sense. */
    private @Nullable ICC_ColorSpace space() {
        try {
            ICC_Profile read = ICC_Profile.getInstance(profile.toByteArray());
            return read.getNumComponents() == 4 ? new ICC_ColorSpace(read) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
