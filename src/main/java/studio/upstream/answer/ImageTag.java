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
 * An HTML image.
 *
 * @param targets what it may show, the most likely first
 * @param end behind its closing bracket
 */
record ImageTag(List<String> targets, int end) {
    private static final Pattern IMG = Pattern.compile("(?i)<img(?=[\\s/])");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\s*+/?\\s*+([^\\s=/>\"']{1,60}+)\\s*+(?:=\\s*+(?:\"([^\"]{0,8192})\"|'([^']{0,8192})'|([^\\s>]{0,8192})))?");
    private static final int MAX_ATTRIBUTES = 60;

    /** Null when no such tag begins there. */
    static @Nullable ImageTag at(String text, int at) {
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
        return new ImageTag(targets, i < text.length() && text.charAt(i) == '>' ? i + 1 : i);
    }

    private static String entities(String written) {
        return written.replaceAll("(?i)&(?:quot|#34|#x22);", "\"")
                .replaceAll("(?i)&(?:apos|#39|#x27);", "'")
                .replaceAll("(?i)&(?:lt|#60|#x3c);", "<")
                .replaceAll("(?i)&(?:gt|#62|#x3e);", ">")
                .replaceAll("(?i)&(?:#47|#x2f);", "/")
                .replaceAll("(?i)&(?:amp|#38|#x26);", "&");
    }
}
