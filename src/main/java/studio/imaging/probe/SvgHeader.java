package studio.imaging.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SVG: text whose first element, after byte order mark, declarations, comments and document type, is {@code svg}. */
final class SvgHeader {
    /** Plain numbers and pixels only; a size in per cent or centimetres is no number of pixels. */
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(?:\\.\\d{0,6})?(?:px)?");

    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\s(width|height|viewBox)\\s{0,8}=\\s{0,8}(?:\"([^\"]{0,128})\"|'([^']{0,128})')");
    private static final int TAIL = 4096;

    private SvgHeader() {}

    /** The text from its first element on; empty when there is none. */
    static String withoutProlog(String text) {
        int at = text.startsWith("\ufeff") ? 1 : 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            String end = prologEnd(text, at);
            if (end.isEmpty()) {
                return text.substring(at);
            }
            int next = text.indexOf(end, at);
            if (next < 0) {
                return "";
            }
            at = next + end.length();
        }
        return "";
    }

    private static String prologEnd(String text, int at) {
        if (text.startsWith("<?", at)) {
            return "?>";
        }
        if (text.startsWith("<!--", at)) {
            return "-->";
        }
        if (!text.regionMatches(true, at, "<!doctype", 0, 9)) {
            return "";
        }
        int close = text.indexOf('>', at);
        int subset = text.indexOf('[', at);
        return subset >= 0 && subset < close ? "]>" : ">";
    }

    static boolean begins(String start) {
        String name = start.substring(0, Math.min(5, start.length())).toLowerCase(Locale.ROOT);
        return name.matches("<svg[\\s/>]");
    }

    static ImageInfo read(String start, HeaderBytes bytes) throws IOException {
        int close = start.indexOf('>');
        Matcher attributes = ATTRIBUTE.matcher(close < 0 ? start : start.substring(0, close + 1));
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
        boolean complete = close > 0 && (start.charAt(close - 1) == '/' || closed(bytes));
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
