package studio.gallery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A typed search, as words that must all be parts of the text, in any order. Blanks of any kind separate them,
 * unless they stand together in quotes. Every other quote, around a single word too, is text like everything else.
 *
 * @param words folded, each once, the longest first
 */
record SearchText(List<String> words) {
    /** The trigram index knows nothing shorter, and words of two characters are usual in Chinese. */
    private static final int TRIGRAM = 3;

    /** More of one word the index need not compare; what it finds by that is compared as a whole. */
    private static final int LONGEST_INDEXED = 48;

    private static final String OPENING = "\"“”„＂「『«";
    private static final List<String> CLOSING = List.of("\"＂“”", "”“\"", "“”\"", "”“\"", "\"＂“”", "」", "』", "»");

    static SearchText of(String typed) {
        List<String> folded = split(typed).stream()
                .map(SearchText::folded)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        // What a longer word contains is found with it.
        return new SearchText(folded.stream()
                .filter(word -> folded.stream().noneMatch(other -> !other.equals(word) && other.contains(word)))
                .toList());
    }

    /** What an index is asked: the words that are long enough, of very long ones the beginning. */
    List<String> indexable() {
        return words.stream()
                .filter(SearchText::indexed)
                .map(SearchText::beginning)
                .toList();
    }

    /** The words that the index cannot answer for, or not alone. For them the text of each row has to be read. */
    List<String> unindexed() {
        return words.stream()
                .filter(word -> !indexed(word) || word.length() > LONGEST_INDEXED)
                .toList();
    }

    private static boolean indexed(String word) {
        return word.codePointCount(0, word.length()) >= TRIGRAM;
    }

    private static String beginning(String word) {
        if (word.length() <= LONGEST_INDEXED) {
            return word;
        }
        int end = Character.isHighSurrogate(word.charAt(LONGEST_INDEXED - 1)) ? LONGEST_INDEXED - 1 : LONGEST_INDEXED;
        return word.substring(0, end);
    }

    /** A sign of which folding leaves nothing is looked for as it is, and thereby not found. */
    private static String folded(String word) {
        String folded = Folding.fold(word).strip();
        return folded.isEmpty() ? word : folded;
    }

    private static List<String> split(String typed) {
        List<String> words = new ArrayList<>();
        int start = skip(typed, 0, true);
        while (start < typed.length()) {
            int quote = closingQuote(typed, start);
            int end = quote < 0 ? skip(typed, start, false) : quote;
            words.add(typed.substring(quote < 0 ? start : start + 1, end));
            start = skip(typed, quote < 0 ? end : end + 1, true);
        }
        return words;
    }

    /** Where the quote that opens here closes before a blank; negative when none opens here, or holds no two words together. */
    private static int closingQuote(String typed, int start) {
        int kind = OPENING.indexOf(typed.charAt(start));
        for (int i = start + 1; kind >= 0 && i < typed.length(); i++) {
            boolean last = i + 1 == typed.length() || blank(typed.charAt(i + 1));
            if (last && CLOSING.get(kind).indexOf(typed.charAt(i)) >= 0) {
                String held = typed.substring(start + 1, i).strip();
                return held.chars().anyMatch(SearchText::blank) ? i : -1;
            }
        }
        return -1;
    }

    /** The end of the blanks, or of the word, that stand here. */
    private static int skip(String typed, int start, boolean blanks) {
        int end = start;
        while (end < typed.length() && blank(typed.charAt(end)) == blanks) {
            end++;
        }
        return end;
    }

    private static boolean blank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
