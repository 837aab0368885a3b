package studio.upstream.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import studio.json.EmbeddedPictures;

/**
 * Reads what is left of a model's words once {@link EmbeddedPictures} has taken the data URLs out: where pictures were shown (as
 * markdown, HTML, or an address on a line of its own), the addresses that only stand in its sentences, and the caption without what
 * was shown. The text is at most some hundred kilobytes.
 *
 * @param shown marks of embedded pictures and addresses, in order
 * @param mentioned addresses with a picture's extension inside sentences
 */
record TextPictures(List<String> shown, List<String> mentioned, String caption) {
    private static final Pattern THINKING =
            Pattern.compile("(?is)<think(?:ing)?>.*?(?:</think(?:ing)?>|\\z)|\\A(?:(?!</?think).)*+</think(?:ing)?>");
    private static final Pattern EMPTY_FENCE = Pattern.compile("```[a-z]{0,20}\\s*```");
    private static final Pattern LAYOUT = Pattern.compile(
            "(?i)</?(?:a|p|div|span|br|center|picture|source|figure|figcaption|details|summary)\\b[^<>]{0,2000}>");

    /** @param from where its markup begins */
    record Cut(int from, int to) {}

    static TextPictures in(String text) {
        String spoken = THINKING.matcher(text).replaceAll("");
        MarkupScan scan = new MarkupScan(spoken);
        scan.run();
        StringBuilder caption = new StringBuilder();
        int at = 0;
        for (Cut cut : sorted(scan.cuts())) {
            if (cut.from() > at) {
                caption.append(spoken, at, cut.from());
            }
            at = Math.max(at, cut.to());
        }
        caption.append(spoken, at, spoken.length());
        String words = EMPTY_FENCE.matcher(caption).replaceAll("");
        words = scan.html() ? LAYOUT.matcher(words).replaceAll("") : words;
        return new TextPictures(
                scan.shown(),
                scan.mentioned(),
                words.replaceAll("\\n{3,}", "\n\n").strip());
    }

    private static List<Cut> sorted(List<Cut> cuts) {
        List<Cut> all = new ArrayList<>(cuts);
        all.sort(Comparator.comparingInt(Cut::from));
        return all;
    }
}
