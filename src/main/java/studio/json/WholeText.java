package studio.json;

/**
 * Text that UTF-8, a database and a picture's metadata can hold: half surrogate pairs (RFC 3629, section 3) and NUL become
 * U+FFFD, everything else stays as it is.
 */
public final class WholeText {
    private static final char REPLACEMENT = '\uFFFD';

    private WholeText() {}

    /** The same text when nothing in it has to be replaced. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text, i);
            }
        }
        return text;
    }

    /** At most this many characters from the start; a surrogate pair is left out rather than halved. */
    public static String start(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        boolean halves = length > 0
                && Character.isHighSurrogate(text.charAt(length - 1))
                && Character.isLowSurrogate(text.charAt(length));
        return text.substring(0, halves ? length - 1 : length);
    }

    private static String replaced(String text, int from) {
        StringBuilder whole = new StringBuilder(text.length()).append(text, 0, from);
        text.substring(from)
                .codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
