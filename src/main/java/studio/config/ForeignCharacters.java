package studio.config;

import java.util.function.IntPredicate;

/** Characters that are pasted along with keys and addresses: which are removed silently, and how they are named. */
final class ForeignCharacters {
    private ForeignCharacters() {}

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
