package studio.imaging;

import java.nio.charset.StandardCharsets;
import studio.imaging.probe.ImageFormat;

/**
 * A grey tile with a format's name, for pictures that can neither be decoded here nor shown by browsers: HEIC, and TIFF where
 * nothing decodes it. The original stays what is downloaded.
 */
final class FormatTile {
    private FormatTile() {}

    static Thumbnailer.Made make(ImageFormat format, boolean preview) {
        byte[] svg = ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"400\" viewBox=\"0 0 400 400\">"
                        + "<rect width=\"400\" height=\"400\" fill=\"#6b7280\"/>"
                        + "<text x=\"200\" y=\"224\" font-family=\"sans-serif\" font-size=\"72\" text-anchor=\"middle\""
                        + " fill=\"#f9fafb\">" + format + "</text></svg>")
                .getBytes(StandardCharsets.UTF_8);
        return new Thumbnailer.Made(svg, preview ? svg : null, null);
    }
}
