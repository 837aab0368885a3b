package studio.files;

/**
 * A pattern in which a star stands for any text, none included; everything else stands for itself.
 *
 * @param pattern compared with its case
 */
public record Glob(String pattern) {

    /** Goes back to the last star only, so that it takes no longer than the product of both lengths. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int starIn = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starIn = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
