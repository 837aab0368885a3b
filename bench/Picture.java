import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** What upstreams are asked for. Each is the id of an API config of a measured {@link Server}. */
enum Picture {
    ONE("1 MP PNG", "png", 1024, 1.3),
    FLAT("flat 4096² PNG", "png", 4096, 0),
    NOISY("noisy 4096² PNG", "png", 4096, 0.6),
    JPEG("4096² JPEG", "jpeg", 4096, 2);

    final String title;
    private final String format;
    private final int side;
    /** Standard deviation of each colour's noise, in steps of 256. */
    private final double noise;

    Picture(String title, String format, int side, double noise) {
        this.title = title;
        this.format = format;
        this.side = side;
        this.noise = noise;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The answer of a chat completion with the picture, made once. */
    Path answer(Path folder) throws IOException {
        Path file = folder.resolve(id() + ".json");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, id(), ".part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                out.write("""
                        {"id":"bench","object":"chat.completion","created":1790000000,"model":"bench","choices":[{"index":0,\
                        "finish_reason":"stop","message":{"role":"assistant","content":"Here it is.","images":[{"type":"image_url",\
                        "image_url":{"url":"data:image/%s;base64,""".formatted(format).getBytes(StandardCharsets.UTF_8));
                out.write(Base64.getEncoder().encode(Files.readAllBytes(encoded(part))));
                out.write("\"}}]}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1290,\"total_tokens\":1300}}"
                        .getBytes(StandardCharsets.UTF_8));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private Path encoded(Path beside) throws IOException {
        Path file = beside.resolveSibling(id() + "." + format);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(format.equals("png") ? 0.4f : 0.9f);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(drawn(), null, null), quality);
        } finally {
            writer.dispose();
        }
        return file;
    }

    /** Circles on a gradient, with noise. */
    private BufferedImage drawn() {
        SplittableRandom random = new SplittableRandom(ordinal());
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, colour(random), side, side, colour(random)));
        graphics.fillRect(0, 0, side, side);
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.6f));
        for (int i = 0; i < 14; i++) {
            int size = (int) (side * (0.1 + random.nextDouble(0.24)));
            graphics.setPaint(colour(random));
            graphics.fillOval(random.nextInt(side) - size / 2, random.nextInt(side) - size / 2, size, size);
        }
        graphics.dispose();
        if (noise > 0) {
            byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < samples.length; i++) {
                long sample = (samples[i] & 0xff) + Math.round(random.nextGaussian() * noise);
                samples[i] = (byte) Math.clamp(sample, 0, 255);
            }
        }
        return image;
    }

    private static Color colour(SplittableRandom random) {
        return Color.getHSBColor((float) random.nextDouble(), 0.6f, 0.8f);
    }
}
