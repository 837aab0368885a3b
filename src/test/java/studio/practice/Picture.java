package studio.practice;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** What a received picture turns out to be when all of it is decoded. */
public record Picture(String format, int width, int height) {
    /** @param base64 a string of JSON, without a prefix */
    public static Picture of(JsonNode base64) throws IOException {
        return of(Base64.getDecoder().decode(base64.asText()));
    }

    public static Picture ofDataUrl(String url) throws IOException {
        return of(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)));
    }

    public static Picture of(byte[] bytes) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            reader.setInput(in);
            BufferedImage image = reader.read(0);
            return new Picture(reader.getFormatName().toLowerCase(Locale.ROOT), image.getWidth(), image.getHeight());
        }
    }
}
