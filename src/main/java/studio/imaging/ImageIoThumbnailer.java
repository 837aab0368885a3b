package studio.imaging;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks PNG, JPEG, GIF and BMP with the JVM's ImageIO, where libvips is absent. Large pictures are read with rows and columns
 * left out, so that no more than {@value #DECODED_PIXELS} pixels are ever held. Results are JPEG, or PNG when the
 * picture is transparent. Never loaded in a native executable.
 */
final class ImageIoThumbnailer implements Thumbnailer, AutoCloseable {
    private static final Set<ImageFormat> FORMATS =
            EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.GIF, ImageFormat.BMP);
    private static final int DECODED_PIXELS = 6_000_000;
    private static final int PLACEHOLDER_SIDE = 8;
    private static final float QUALITY = 0.82f;

    private final long maxPixels;
    private final ImageWork work = new ImageWork(2, 2L * DECODED_PIXELS, () -> {});

    ImageIoThumbnailer(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    @Override
    public String describe() {
        return "ImageIO of Java " + Runtime.version().feature() + " (PNG, JPEG, GIF and BMP only)";
    }

    @Override
    public Made make(Path source, ImageInfo info, Path thumbnailTarget, @Nullable Path previewTarget)
            throws NotAnImageException {
        ImageInfo actual;
        try {
            actual = ImageProbe.probe(source, maxPixels);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
        if (!FORMATS.contains(actual.format())) {
            return new Made(false, false, null);
        }
        if (!actual.complete()) {
            // The JPEG reader would fill up what is missing with grey.
            throw undecodable(actual, "cut off", null);
        }
        long held = Math.min(DECODED_PIXELS, actual.pixels());
        return work.run(held, () -> shrink(source, actual, thumbnailTarget, previewTarget));
    }

    private static Made shrink(Path source, ImageInfo info, Path thumbnailTarget, @Nullable Path previewTarget)
            throws NotAnImageException {
        BufferedImage decoded = decode(source, info);
        int orientation = info.format() == ImageFormat.JPEG ? orientation(source) : 1;
        BufferedImage upright = upright(decoded, orientation);
        boolean preview = previewTarget != null && SmallPictures.wantsPreview(info);
        BufferedImage square = cover(upright, THUMBNAIL_SIDE);
        // A JPEG file begins with 600 bytes of tables, too many for a placeholder.
        byte[] placeholder = encode(cover(square, PLACEHOLDER_SIDE), "png");
        WholeFile.write(thumbnailTarget, encode(square, fileType(square)));
        if (preview && previewTarget != null) {
            BufferedImage larger = inside(upright, PREVIEW_SIDE);
            WholeFile.write(previewTarget, encode(larger, fileType(larger)));
        }
        return new Made(true, preview, SmallPictures.placeholder(ImageFormat.PNG.mediaType(), placeholder));
    }

    private static BufferedImage decode(Path source, ImageInfo info) throws NotAnImageException {
        int step = Math.max(1, (int) Math.ceil(Math.sqrt((double) info.pixels() / DECODED_PIXELS)));
        try (ImageInputStream input = ImageIO.createImageInputStream(source.toFile())) {
            Iterator<ImageReader> readers =
                    ImageIO.getImageReadersByFormatName(info.format().name());
            ImageReader reader = readers.next();
            try {
                reader.setInput(input, true, true);
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Damaged files make the readers throw all kinds of unchecked exceptions.
            throw undecodable(info, "damaged", e);
        }
    }

    private static int orientation(Path source) {
        try {
            return ImageProbe.orientation(source);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
    }

    /** Turned and mirrored as the EXIF orientation, 1 to 8, says. */
    private static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation == 1) {
            return image;
        }
        int w = image.getWidth();
        int h = image.getHeight();
        AffineTransform turn =
                switch (orientation) {
                    case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
                    case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
                    case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
                    case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
                    case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
                    case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
                    default -> new AffineTransform(0, -1, 1, 0, 0, w);
                };
        BufferedImage target = orientation >= 5 ? like(image, h, w) : like(image, w, h);
        Graphics2D graphics = target.createGraphics();
        graphics.drawImage(image, turn, null);
        graphics.dispose();
        return target;
    }

    private static BufferedImage cover(BufferedImage image, int side) {
        int edge = Math.min(image.getWidth(), image.getHeight());
        int x = (image.getWidth() - edge) / 2;
        int y = (image.getHeight() - edge) / 2;
        return scaled(image.getSubimage(x, y, edge, edge), side, side);
    }

    private static BufferedImage inside(BufferedImage image, int side) {
        double factor = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
        return scaled(image, (int) Math.max(1, Math.round(image.getWidth() * factor)), (int)
                Math.max(1, Math.round(image.getHeight() * factor)));
    }

    /** Halves again and again, since one bilinear step to less than a half leaves most pixels out. */
    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage current = image;
        while (true) {
            int w = Math.max(width, current.getWidth() / 2);
            int h = Math.max(height, current.getHeight() / 2);
            BufferedImage next = like(image, w, h);
            Graphics2D graphics = next.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(current, 0, 0, w, h, null);
            graphics.dispose();
            if (w == width && h == height) {
                return next;
            }
            current = next;
        }
    }

    private static BufferedImage like(BufferedImage image, int width, int height) {
        boolean transparent = image.getColorModel().hasAlpha();
        return new BufferedImage(width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    }

    private static String fileType(BufferedImage image) {
        return image.getColorModel().hasAlpha() ? "png" : "jpeg";
    }

    private static byte[] encode(BufferedImage image, String fileType) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(fileType).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (fileType.equals("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(QUALITY);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static NotAnImageException undecodable(ImageInfo info, String why, @Nullable Throwable cause) {
        String message = "the " + info.format() + " picture (" + info.width() + "x" + info.height()
                + ") cannot be decoded: it is " + why;
        return cause == null ? new NotAnImageException(message) : new NotAnImageException(message, cause);
    }

    @Override
    public void close() {
        work.close();
    }
}
