package studio.imaging;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;

/** Real pictures for tests: a gradient, some circles and a little noise, the same each time. */
public final class Pictures {
    private Pictures() {}

    public static BufferedImage drawn(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x224466), width, height, new Color(0xffcc88)));
        graphics.fillRect(0, 0, width, height);
        Random random = new Random(42);
        for (int i = 0; i < 60; i++) {
            graphics.setColor(new Color(random.nextInt(0xffffff)));
            int side = 2 + random.nextInt(Math.max(2, Math.min(width, height) / 6));
            graphics.fillOval(random.nextInt(width), random.nextInt(height), side, side);
        }
        graphics.dispose();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, image.getRGB(x, y) ^ (random.nextInt(8) * 0x010101));
            }
        }
        return image;
    }

    /** @param format a name of ImageIO: png, jpg, gif, bmp, tiff */
    public static byte[] encoded(String format, int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(drawn(width, height, BufferedImage.TYPE_INT_RGB), format, bytes)) {
            throw new IOException("no writer for " + format);
        }
        return bytes.toByteArray();
    }

    public static Path file(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** Makes the small pictures and writes them to files; what is not made leaves no file. */
    static Thumbnailer.Made written(Thumbnailer thumbnailer, Path source, Path thumbnail, Path preview)
            throws Exception {
        ImageInfo info = ImageProbe.probe(source);
        Thumbnailer.Made made = thumbnailer.make(source, info);
        if (made.thumbnail() != null) {
            Files.write(thumbnail, made.thumbnail());
        }
        if (thumbnailer.hasPreview(info)) {
            Files.write(preview, thumbnailer.preview(source, info));
        }
        return made;
    }
}
