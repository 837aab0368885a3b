package studio.gallery;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Reduces text to the form in which it is searched. Compatibility forms (NFKC) become the usual characters, case and accents
 * go, and blanks of any kind and number become one. A part of a text folds to a part of the folded text. A change of these
 * rules needs a migration that sets {@code gallery_entry.folded} to null.
 */
final class Folding {
    private static final int DAKUTEN = 0x3099;
    private static final int HANDAKUTEN = 0x309A;
    private static final int TATWEEL = 0x0640;
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;
    /** From here on the invisible characters tell flags apart. */
    private static final int TAGS = 0xE0000;

    private static final int REPLACEMENT = 0xFFFD;

    private Folding() {}

    /** What the search reads of an entry; the two texts do not run into each other. */
    static String fold(String prompt, String response) {
        return fold(prompt) + "\n" + fold(response);
    }

    static String fold(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(point -> append(bare, point));
        // Capital sharp s, then its small form, become "ss" only by way of the capitals.
        String small = bare.toString()
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return Normalizer.normalize(letters(small), Normalizer.Form.NFKC);
    }

    private static void append(StringBuilder bare, int point) {
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            if (!bare.isEmpty() && bare.charAt(bare.length() - 1) != ' ') {
                bare.append(' ');
            }
        } else if (Character.getType(point) == Character.SURROGATE) {
            bare.appendCodePoint(REPLACEMENT);
        } else if (!accent(point) && !meaningless(point)) {
            bare.appendCodePoint(point);
        }
    }

    /**
     * A mark without which the word is still the same to those who search. Not those of kana, and not the vowel signs of Indic and
     * Thai letters, which make another word.
     */
    private static boolean accent(int point) {
        if (Character.getType(point) != Character.NON_SPACING_MARK || point == DAKUTEN || point == HANDAKUTEN) {
            return false;
        }
        return switch (UnicodeScript.of(point)) {
            case INHERITED, LATIN, GREEK, CYRILLIC, ARABIC, HEBREW -> true;
            default -> false;
        };
    }

    /** What has no meaning to those who search: the stroke that lengthens Arabic letters, and all that shows nothing. */
    private static boolean meaningless(int point) {
        return point == TATWEEL
                || switch (Character.getType(point)) {
                    case Character.CONTROL -> true;
                    case Character.FORMAT -> point != JOINER && point != NON_JOINER && point < TAGS;
                    default -> false;
                };
    }

    /** Letters whose stroke or ligature Unicode does not take for an accent, and the small sigma of a word's end. */
    private static String letters(String small) {
        return small.replace('ς', 'σ')
                .replace('ø', 'o')
                .replace('đ', 'd')
                .replace('ħ', 'h')
                .replace('ł', 'l')
                .replace('ŧ', 't')
                .replace("æ", "ae")
                .replace("œ", "oe");
    }
}
