package studio.upstream.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a markdown link points to.
 *
 * @param end behind its closing parenthesis
 */
record LinkTarget(String target, int end) {
    private static final Pattern TITLE_AND_END = Pattern.compile(
            "\\s++(?:\"(?:[^\"\\\\]|\\\\.){0,500}+\"|'(?:[^'\\\\]|\\\\.){0,500}+'|“[^”]{0,500}+”|\\([^()]{0,500}+\\))?\\s*+\\)");

    /** What stands in parentheses behind a closing bracket; null when it is no destination. */
    static @Nullable LinkTarget at(String text, int start) {
        int from = start;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int limit = Math.min(text.length(), from + PictureAddress.LONGEST);
        if (from < limit && text.charAt(from) == '<') {
            int close = text.indexOf('>', from);
            Matcher end = TITLE_AND_END.matcher(text);
            if (close > 0 && close < limit && close + 1 < text.length()) {
                boolean plain = text.charAt(close + 1) == ')';
                if (plain || end.region(close + 1, text.length()).lookingAt()) {
                    return target(text, from + 1, close, plain ? close + 2 : end.end());
                }
            }
        }
        int depth = 0;
        int last = -1;
        Matcher title = TITLE_AND_END.matcher(text);
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < limit && "()\\".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
            } else if (Character.isWhitespace(c)
                    && !Character.isWhitespace(text.charAt(i - 1))
                    && title.region(i, text.length()).lookingAt()) {
                return target(text, from, i, title.end());
            } else if (c == '\n') {
                break;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                if (depth == 0) {
                    return target(text, from, i, i + 1);
                }
                depth--;
                last = i;
            }
        }
        return last < 0 ? null : target(text, from, last, last + 1);
    }

    private static @Nullable LinkTarget target(String text, int from, int to, int end) {
        String target = text.substring(from, to).strip().replaceAll("\\\\([()])", "$1");
        return target.contains("](") ? null : new LinkTarget(target, end);
    }
}
