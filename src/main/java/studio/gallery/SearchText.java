package studio.gallery;

/** A part of a prompt or response, as the two ways of finding it want it written. */
record SearchText(String text) {
    /** The trigram index knows nothing shorter, and words of two characters are usual in Chinese. */
    private static final int TRIGRAM = 3;

    boolean indexed() {
        return text.codePointCount(0, text.length()) >= TRIGRAM;
    }

    /** For {@code MATCH}: whatever it contains is text, none of it the index's own language. */
    String phrase() {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** For {@code LIKE ... ESCAPE '\'}. */
    String pattern() {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
