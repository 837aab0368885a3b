package studio.upstream.answer;

import java.util.Locale;
import java.util.regex.Pattern;

/** What in an answer may be the address of a picture, by its look. */
final class PictureAddress {
    private static final Pattern HTTP = Pattern.compile("(?is)https?:[/\\\\]{1,2}\\S.*");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final Pattern EXTENSION =
            Pattern.compile("(?is)[^?#]*\\.(?:png|jpe?g|jfif|webp|gif|avif|heic|heif|bmp|tiff?)(?:[?#].*)?");
    private static final Pattern PATH = Pattern.compile("(?s)(?:/|\\.{1,2}/)(?!9j/)\\S.*");
    private static final int LONGEST = 8_192;

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

    /** Without quotes and brackets around it. */
    static String bare(String text) {
        String value = text.strip();
        while (value.length() > 1 && "\"'`<(".indexOf(value.charAt(0)) >= 0) {
            char last = value.charAt(value.length() - 1);
            if ("\"'`>)".indexOf(last) != "\"'`<(".indexOf(value.charAt(0))) {
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
