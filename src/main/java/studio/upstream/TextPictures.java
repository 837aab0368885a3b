package studio.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.json.EmbeddedPictures;

/**
 * Reads what is left of a model's words once {@link EmbeddedPictures} has taken the data URLs out: where pictures were
 * shown (as markdown, HTML, or an address on a line of its own), and the caption without them. All patterns are bounded
 * or linear; the text is at most some hundred kilobytes.
 *
 * @param references marks of embedded pictures and http(s) addresses, in order
 */
record TextPictures(List<String> references, String caption) {
    private static final Pattern THINKING =
            Pattern.compile("(?is)<think(?:ing)?>.*?(?:</think(?:ing)?>|\\z)|\\A(?:(?!<think).)*+</think(?:ing)?>");

    private static final String MARK = "\\uFFFC\\d{1,4}\\uFFFC";
    private static final Pattern SHOWN =
            Pattern.compile("!\\[[^\\]]{0,2000}+]\\(\\s*(?:<([^>\\n]{1,4000}+)>|([^\\s)]{1,4000}+))"
                    + "(?:\\s+\"[^\"]{0,500}+\")?\\s*\\)"
                    + "|<img\\b[^>]{0,2000}?\\bsrc\\s*=\\s*[\"']([^\"'>]{1,4000}+)[\"'][^>]{0,2000}+>"
                    + "|\\[[^\\]]{0,500}+]\\((https?://[^\\s)?]{1,2000}\\.(?:png|jpe?g|webp|gif|avif)(?:\\?[^\\s)]{0,2000}+)?)\\)"
                    + "|(" + MARK + ")"
                    + "|(?m:^[ \\t]*+(https?://\\S{4,4000}+)[ \\t]*+$)");
    private static final Pattern EMPTY_FENCE = Pattern.compile("```[a-z]{0,20}\\s*```");

    static TextPictures in(String text) {
        String spoken = THINKING.matcher(text).replaceAll("");
        List<String> references = new ArrayList<>();
        StringBuilder caption = new StringBuilder();
        Matcher matcher = SHOWN.matcher(spoken);
        while (matcher.find()) {
            String target = target(matcher);
            boolean picture = target.startsWith("\uFFFC") || target.regionMatches(true, 0, "http", 0, 4);
            if (picture) {
                references.add(target);
            }
            matcher.appendReplacement(caption, picture ? "" : Matcher.quoteReplacement(matcher.group()));
        }
        matcher.appendTail(caption);
        String words = EMPTY_FENCE.matcher(caption).replaceAll("").replaceAll("\\n{3,}", "\n\n");
        return new TextPictures(references, words.strip());
    }

    private static String target(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String found = matcher.group(group);
            if (found != null) {
                return found.strip();
            }
        }
        return "";
    }
}
