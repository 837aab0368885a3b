package studio.imaging.probe;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is that no binary picture format knows: an SVG document, or something to refuse by its name. */
final class TextGuess {
    private static final int HEAD = 64 * 1024;

    private TextGuess() {}

    static ImageInfo svgOrRefusal(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.size() == 0) {
            throw new NotAnImageException("nothing: the file is empty");
        }
        if (bytes.has(0, "\u00ff\n") || bytes.has(0, "\0\0\0\fJXL \r\n\u0087\n")) {
            throw new NotAnImageException("a JPEG XL picture, a format that is not kept");
        }
        if (bytes.has(0, "%PDF")) {
            throw new NotAnImageException("a PDF document, not a picture");
        }
        byte[] head = bytes.slice(0, HEAD);
        String text = new String(head, charset(head));
        String start = SvgHeader.withoutProlog(text);
        if (SvgHeader.begins(start)) {
            return SvgHeader.read(start, bytes);
        }
        throw new NotAnImageException(guess(start, text));
    }

    private static String guess(String start, String text) {
        String lower = start.substring(0, Math.min(64, start.length())).toLowerCase(Locale.ROOT);
        if (lower.startsWith("{") || lower.startsWith("[")) {
            return "JSON, not a picture";
        }
        if (lower.startsWith("<html") || lower.startsWith("<head") || lower.startsWith("<body")) {
            return "an HTML page, not a picture";
        }
        if (lower.startsWith("data:")) {
            return "a data URL as text, not a picture";
        }
        if (lower.startsWith("<")) {
            return "an XML or HTML document, not a picture";
        }
        String sample = text.substring(0, Math.min(512, text.length()));
        boolean readable =
                sample.chars().allMatch(c -> (c >= ' ' && c != 0x7f && c != 0xfffd) || Character.isWhitespace(c));
        return readable ? "text, not a picture" : "unknown bytes, not a picture";
    }

    private static Charset charset(byte[] head) {
        if (head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }
}
