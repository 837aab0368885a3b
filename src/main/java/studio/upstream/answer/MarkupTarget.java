package studio.upstream.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a markdown link or an HTML image points to.
 *
 * @param targets the most likely first
 * @param end behind the closing parenthesis or bracket
 */
record MarkupTarget(List<String> targets, int end) {
    private static final Pattern TITLE_AND_END = Pattern.compile(
            "\\s++(?:\"(?:[^\"\\\\]|\\\\.){0,500}+\"|'(?:[^'\\\\]|\\\\.){0,500}+'|“[^”]{0,500}+”|\\([^()]{0,500}+\\))?\\s*+\\)");

    private static final Pattern IMG = Pattern.compile("(?i)<img(?=[\\s/])");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\s*+/?\\s*+([^\\s=/>\"']{1,60}+)\\s*+(?:=\\s*+(?:\"([^\"]{0,8192})\"|'([^']{0,8192})'|([^\\s>]{0,8192})))?");
    private static final int MAX_ATTRIBUTES = 60;
    private static final Pattern ENTITY = Pattern.compile(
            "(?i)&(?:(quot|#34|#x22)|(apos|#39|#x27)|(lt|#60|#x3c)|(gt|#62|#x3e)|(#47|#x2f)|(amp|#38|#x26));");

    /** What stands in parentheses behind a closing bracket; null when it is no destination. */
    static @Nullable MarkupTarget ofLink(String text, int start) {
        int from = start;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int limit = Math.min(text.length(), from + PictureAddress.LONGEST);
        Matcher title = TITLE_AND_END.matcher(text);
        int close = from < limit && text.charAt(from) == '<' ? text.indexOf('>', from) : -1;
        if (close > 0 && close < limit && close + 1 < text.length()) {
            boolean plain = text.charAt(close + 1) == ')';
            if (plain || title.region(close + 1, text.length()).lookingAt()) {
                return link(text, from + 1, close, plain ? close + 2 : title.end());
            }
        }
        int depth = 0;
        int last = -1;
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < limit && "()\\".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
            } else if (Character.isWhitespace(c)
                    && !Character.isWhitespace(text.charAt(i - 1))
                    && title.region(i, text.length()).lookingAt()) {
                return link(text, from, i, title.end());
            } else if (c == '\n') {
                break;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                return link(text, from, i, i + 1);
            } else if (c == ')') {
                last = i;
            }
        }
        return last < 0 ? null : link(text, from, last, last + 1);
    }

    private static @Nullable MarkupTarget link(String text, int from, int to, int end) {
        String target = text.substring(from, to).strip().replaceAll("\\\\([()])", "$1");
        return target.contains("](") ? null : new MarkupTarget(List.of(target), end);
    }

    /** The HTML image that starts there; null when there is none. */
    static @Nullable MarkupTarget ofImage(String text, int at) {
        if (!IMG.matcher(text).region(at, Math.min(text.length(), at + 8)).lookingAt()) {
            return null;
        }
        Map<String, String> attributes = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        int i = at + "<img".length();
        while (attributes.size() < MAX_ATTRIBUTES
                && attribute.region(i, text.length()).lookingAt()
                && attribute.end() > i) {
            i = attribute.end();
            String name = attribute.group(1).toLowerCase(Locale.ROOT);
            Stream.of(2, 3, 4)
                    .map(attribute::group)
                    .filter(value -> value != null)
                    .forEach(value -> attributes.putIfAbsent(name, value));
        }
        while (i < text.length() && (Character.isWhitespace(text.charAt(i)) || text.charAt(i) == '/')) {
            i++;
        }
        List<String> targets = Stream.of("src", "data-src", "data-original", "srcset")
                .map(name -> {
                    String value = entities(attributes.getOrDefault(name, "")).strip();
                    return name.equals("srcset") ? value.replaceFirst("[\\s,](?s).*", "") : value;
                })
                .toList();
        return new MarkupTarget(targets, i < text.length() && text.charAt(i) == '>' ? i + 1 : i);
    }

    private static String entities(String written) {
        return ENTITY.matcher(written).replaceAll(entity -> {
            int group = 1;
            while (entity.group(group) == null) {
                group++;
            }
            return "\"'<>/&".substring(group - 1, group);
        });
    }
}
