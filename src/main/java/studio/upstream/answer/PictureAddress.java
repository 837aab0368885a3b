package studio.upstream.answer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognizes by its look what in an answer may be the address of a picture. */
final class PictureAddress {
    static final int LONGEST = 8_192;

    private static final String ENDINGS = "\\.(?:png|jpe?g|jfif|webp|gif|avif|heic|heif|bmp|tiff?)";
    private static final Pattern HTTP = Pattern.compile("(?is)https?:[/\\\\]{1,2}\\S.*");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final Pattern EXTENSION = Pattern.compile("(?is)[^?#]*" + ENDINGS + "(?:[?#].*)?");
    private static final Pattern PATH = Pattern.compile("(?s)(?:/|\\.{1,2}/)(?!9j/)\\S.*");
    private static final Pattern LINE = Pattern.compile("(?i)https?://[^\\s>]{4,8000}");
    private static final Pattern MENTIONED = Pattern.compile("(?i)https?://[^\\s\"'<>`]{1,8000}?" + ENDINGS
            + "(?![A-Za-z0-9])(?:\\?[A-Za-z0-9._~:/?#@!$&*+,;=%-]{0,8000})?");
    private static final Pattern WHOLE = Pattern.compile("[^\\p{javaWhitespace}\"'<>`\\]]*");

    private PictureAddress() {}

    static boolean http(String text) {
        return text.length() <= LONGEST && HTTP.matcher(text).matches();
    }

    static boolean extension(String text) {
        return text.length() <= LONGEST && EXTENSION.matcher(text).matches();
    }

    /** Where addresses are expected: of the web, or a path, which without a leading slash must end as a picture's name does. */
    static boolean expected(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\n') >= 0) {
            return false;
        }
        return http(text)
                || (!OTHER_SCHEME.matcher(text).matches()
                        && (PATH.matcher(text).matches() || (extension(text) && text.indexOf('{') < 0)));
    }

    /** Whether a line is nothing but an address of the web. */
    static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }

    /** The address with a picture's extension that starts there, inside of a sentence; null when there is none. */
    static @Nullable String inSentence(String text, int from) {
        Matcher sentence = MENTIONED.matcher(text).region(from, Math.min(text.length(), from + LONGEST));
        return sentence.lookingAt() ? sentence.group() : null;
    }

    /** The end of an address that starts there. */
    static int end(String text, int from) {
        Matcher whole = WHOLE.matcher(text).region(from, text.length());
        return whole.lookingAt() ? whole.end() : from;
    }

    /** Without quotes and brackets around it. */
    static String bare(String text) {
        String value = text.strip();
        while (value.length() > 1) {
            int opening = "\"'`<(".indexOf(value.charAt(0));
            if (opening < 0 || value.charAt(value.length() - 1) != "\"'`>)".charAt(opening)) {
                break;
            }
            value = value.substring(1, value.length() - 1).strip();
        }
        return value;
    }

    /** The name of a field in lower case, without what separates its words. */
    static String plain(String field) {
        return field.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}0-9]", "");
    }
}
