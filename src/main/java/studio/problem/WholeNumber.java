package studio.problem;

import org.jspecify.annotations.Nullable;

/** A whole number in a query, read as text, because a wrong one deserves a sentence about its field. */
public final class WholeNumber {
    private WholeNumber() {}

    /**
     * @param absent counts where nothing is given
     * @throws ProblemException 400 naming the field unless it is from 1 to {@code max}
     */
    public static int read(String field, @Nullable String text, int absent, int max) {
        String given = text == null ? "" : text.strip();
        int number = given.isEmpty() ? absent : given.matches("[0-9]{1,9}") ? Integer.parseInt(given) : 0;
        if (number < 1 || number > max) {
            throw ProblemException.wrong(field, Message.of("text.whole_number", max));
        }
        return number;
    }
}
