package studio.imaging.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of no binary picture format: SVG, whose first element behind byte order mark, declarations, comments and document type
 * is {@code svg}, or something to refuse by its name.
 */
final class Text {
    private static final int HEAD = 64 * 1024;
    private static final int TAIL = 4096;

    private static final Pattern PROLOG = Pattern.compile(
            "\\s+|<\\?.*?(?:\\?>|\\z)|<!--.*?(?:-->|\\z)|<!doctype[^>\\[]*(?:>|\\[.*?(?:]>|\\z)|\\z)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern SVG = Pattern.compile("<svg[\\s/>]", Pattern.CASE_INSENSITIVE);
    /** How other texts start; the longest one counts. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "{", "JSON",
            "[", "JSON",
            "<", "an XML or HTML document",
            "<html", "an HTML page",
            "<head", "an HTML page",
            "<body", "an HTML page",
            "data:", "a data URL as text",
            "%pdf", "a PDF document");

    /** Pixels only: a size in per cent or centimetres has no number of them. */
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(?:\\.\\d{0,6})?(?:px)?");

    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\s(width|height|viewBox)\\s{0,8}=\\s{0,8}(?:\"([^\"]{0,128})\"|'([^']{0,128})')");

    private Text() {}

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.size() == 0) {
            throw new NotAnImageException("nothing: the file is empty");
        }
        if (bytes.has(0, "\u00ff\n") || bytes.has(0, "\0\0\0\fJXL \r\n\u0087\n")) {
            throw new NotAnImageException("a JPEG XL picture, a format that is not kept");
        }
        byte[] head = bytes.slice(0, HEAD);
        boolean utf16 = bytes.has(0, "\u00fe\u00ff") || bytes.has(0, "\u00ff\u00fe");
        String text = new String(head, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        Matcher prolog = PROLOG.matcher(text);
        int start = text.startsWith("\ufeff") ? 1 : 0;
        while (prolog.region(start, text.length()).lookingAt()) {
            start = prolog.end();
        }
        String element = text.substring(start);
        if (SVG.matcher(element).lookingAt()) {
            return svg(element, bytes);
        }
        throw new NotAnImageException(guess(element, text) + ", not a picture");
    }

    private static String guess(String start, String text) {
        String lower = start.substring(0, Math.min(64, start.length())).toLowerCase(Locale.ROOT);
        String sample = text.substring(0, Math.min(512, text.length()));
        boolean readable =
                sample.chars().allMatch(c -> (c >= ' ' && c != 0x7f && c != 0xfffd) || Character.isWhitespace(c));
        return BEGINNINGS.keySet().stream()
                .filter(lower::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(BEGINNINGS::get)
                .orElse(readable ? "text" : "unknown bytes");
    }

    private static ImageInfo svg(String element, HeaderBytes bytes) throws IOException {
        int close = element.indexOf('>');
        Matcher attributes = ATTRIBUTE.matcher(close < 0 ? element : element.substring(0, close + 1));
        int width = 0;
        int height = 0;
        String[] box = {};
        while (attributes.find()) {
            String value = attributes.group(2) == null ? attributes.group(3) : attributes.group(2);
            switch (attributes.group(1)) {
                case "width" -> width = pixels(value);
                case "height" -> height = pixels(value);
                default -> box = value.strip().split("[\\s,]+");
            }
        }
        if ((width == 0 || height == 0) && box.length == 4) {
            width = pixels(box[2]);
            height = pixels(box[3]);
        }
        boolean sized = width > 0 && height > 0;
        boolean complete = close > 0 && (element.charAt(close - 1) == '/' || closed(bytes));
        return new ImageInfo(ImageFormat.SVG, sized ? width : 0, sized ? height : 0, bytes.size(), complete);
    }

    private static boolean closed(HeaderBytes bytes) throws IOException {
        byte[] tail = bytes.slice(Math.max(0, bytes.size() - TAIL), TAIL);
        String text = new String(tail, StandardCharsets.ISO_8859_1).replace("\0", "");
        return text.toLowerCase(Locale.ROOT).contains("</svg");
    }

    private static int pixels(String value) {
        Matcher length = LENGTH.matcher(value.strip());
        return length.matches() ? Integer.parseInt(length.group(1)) : 0;
    }
}
