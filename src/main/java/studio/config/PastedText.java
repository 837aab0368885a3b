package studio.config;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/**
 * Keys and addresses as people paste them, with characters that come along: which are removed silently, and how they are named. A key
 * goes out as it is or not at all; it is visible ASCII, since HTTP fields (RFC 9110, section 5.5) carry nothing else reliably.
 */
public final class PastedText {
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:bearer\\s+)+");

    private PastedText() {}

    /** A key without what cannot be seen at its ends, and without the {@code Bearer} of a copied header. */
    public static String key(String typed) {
        String key = strip(typed, PastedText::blank);
        var scheme = SCHEME.matcher(key);
        return scheme.lookingAt() ? strip(key.substring(scheme.end()), PastedText::blank) : key;
    }

    /** What is wrong with a clean key, as the end of a sentence that starts with its name; null when nothing is. */
    public static @Nullable Message keyFault(String key) {
        Optional<Integer> foreign = key.codePoints()
                .filter(c -> c > '~' || (c < ' ' && !Character.isWhitespace(c)))
                .boxed()
                .findFirst();
        if (foreign.isPresent()) {
            return Message.of("config.key_character", name(foreign.get()));
        }
        return key.chars().anyMatch(Character::isWhitespace) ? Message.of("config.key_spaces") : null;
    }

    /** Blanks of any width, line ends, and what cannot be seen: zero-width characters, byte order and direction marks. */
    static boolean blank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }

    /** Punctuation and signs outside ASCII. */
    static boolean sign(int c) {
        return c > '~'
                && switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION,
                            Character.MATH_SYMBOL,
                            Character.MODIFIER_SYMBOL -> true;
                    default -> false;
                };
    }

    /** The text without such characters at its ends. */
    static String strip(String text, IntPredicate goes) {
        int from = 0;
        int to = text.length();
        while (from < to && goes.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (from < to && goes.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** As itself and as U+2013; one that cannot be seen only as the latter. */
    static String name(int c) {
        String number = "U+%04X".formatted(c);
        return blank(c) || Character.isISOControl(c) ? number : "“" + Character.toString(c) + "” (" + number + ")";
    }
}
