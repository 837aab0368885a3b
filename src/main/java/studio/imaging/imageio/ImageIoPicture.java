package studio.imaging.imageio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** A picture decoded by the JVM's ImageIO. Never loaded in a native executable. */
final class ImageIoPicture implements DecodedPicture {
    private final BufferedImage image;

    private ImageIoPicture(BufferedImage image) {
        this.image = image;
    }

    /** Rows and columns are left out of a picture of more than {@code maxPixels}, so that no more are ever held. */
    static ImageIoPicture decode(Path source, PixelLayout layout, long maxPixels) throws NotAnImageException {
        ImageInfo info = layout.info();
        int step = Math.max(1, (int) Math.ceil(Math.sqrt((double) layout.pixels() / maxPixels)));
        List<String> damage = new ArrayList<>();
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(info.format().name()).next();
        try (ImageInputStream input = ImageIO.createImageInputStream(source.toFile())) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener((from, warning) -> {
                // The JPEG reader fills up what is missing with grey; its other warnings are about metadata.
                if (warning.startsWith("Corrupt JPEG data") || warning.startsWith("Premature end")) {
                    damage.add(warning);
                }
            });
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage read =
                    layout.cmyk() ? CmykJpeg.inSrgb(reader.readRaster(0, param), source) : reader.read(0, param);
            if (!damage.isEmpty()) {
                throw new IOException(damage.getFirst());
            }
            return new ImageIoPicture(upright(read, info.orientation()));
        } catch (IOException | RuntimeException e) {
            // Damaged files make the readers throw all kinds of unchecked exceptions.
            throw NotAnImageException.undecodable(info, "damaged", e);
        } finally {
            reader.dispose();
        }
    }

    /** Turned and mirrored by the EXIF orientation, 1 to 8; in sRGB. */
    private static BufferedImage upright(BufferedImage image, int orientation) {
        int w = image.getWidth();
        int h = image.getHeight();
        AffineTransform turn =
                switch (orientation) {
                    case 1 -> new AffineTransform();
                    case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
                    case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
                    case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
                    case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
                    case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
                    case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
                    default -> new AffineTransform(0, -1, 1, 0, 0, w);
                };
        return drawn(
                orientation >= 5 ? like(image, h, w) : like(image, w, h),
                graphics -> graphics.drawImage(image, turn, null));
    }

    @Override
    public ImageIoPicture cover(int side) {
        int edge = Math.min(image.getWidth(), image.getHeight());
        int x = (image.getWidth() - edge) / 2;
        int y = (image.getHeight() - edge) / 2;
        return new ImageIoPicture(image.getSubimage(x, y, edge, edge)).exactly(side, side);
    }

    @Override
    public int longSide() {
        return Math.max(image.getWidth(), image.getHeight());
    }

    @Override
    public boolean transparent() {
        return image.getColorModel().hasAlpha();
    }

    @Override
    public ImageIoPicture inside(int side) {
        double factor = Math.min(1, (double) side / longSide());
        long width = Math.max(1, Math.round(image.getWidth() * factor));
        long height = Math.max(1, Math.round(image.getHeight() * factor));
        return exactly((int) width, (int) height);
    }

    /** Halves again and again, since one bilinear step to less than a half leaves most pixels out. */
    @Override
    public ImageIoPicture exactly(int width, int height) {
        BufferedImage current = image;
        while (current.getWidth() != width || current.getHeight() != height) {
            int w = Math.max(width, current.getWidth() / 2);
            int h = Math.max(height, current.getHeight() / 2);
            BufferedImage larger = current;
            current = drawn(like(image, w, h), graphics -> {
                graphics.setRenderingHint(
                        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
                graphics.drawImage(larger, 0, 0, w, h, null);
            });
        }
        return new ImageIoPicture(current);
    }

    @Override
    public void write(ImageFormat format, int quality, Path file) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(file)) {
            write(format, quality, bytes);
        }
    }

    @Override
    public byte[] encoded(ImageFormat format, int quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(format, quality, bytes);
        return bytes.toByteArray();
    }

    private void write(ImageFormat format, int quality, OutputStream bytes) throws IOException {
        boolean jpeg = format == ImageFormat.JPEG;
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name()).next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (jpeg) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality / 100f);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(jpeg ? opaque() : image, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    private BufferedImage opaque() {
        if (!transparent()) {
            return image;
        }
        return drawn(
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB),
                graphics -> graphics.drawImage(image, 0, 0, Color.WHITE, null));
    }

    private static BufferedImage drawn(BufferedImage target, Consumer<Graphics2D> drawing) {
        Graphics2D graphics = target.createGraphics();
        drawing.accept(graphics);
        graphics.dispose();
        return target;
    }

    private static BufferedImage like(BufferedImage image, int width, int height) {
        boolean transparent = image.getColorModel().hasAlpha();
        return new BufferedImage(width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    }

    @Override
    public void close() {
        // The garbage collector frees it.
    }
}
