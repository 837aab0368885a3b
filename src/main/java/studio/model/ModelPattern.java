package studio.model;

import java.util.Locale;

/** Ids of models that go together: {@code gpt-image-2*}. The star stands for anything, nothing included. */
record ModelPattern(String text) {
    ModelPattern {
        text = text.strip().toLowerCase(Locale.ROOT);
    }

    /** How particular it is: the number of characters that are not stars. */
    int weight() {
        return (int) text.chars().filter(c -> c != '*').count();
    }

    boolean matches(ModelId id) {
        return id.names().stream().anyMatch(this::matches);
    }

    /** Goes back to the last star only, so that it takes no longer than the product of both lengths. */
    private boolean matches(String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int starIn = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                starIn = in;
            } else if (at < text.length() && text.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }
}
