package studio.upstream.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text for pictures in markdown and HTML and for addresses. It is milder than CommonMark: an alternative text is
 * often a whole prompt, with brackets of any kind and line breaks, and an address is often written as it should not be.
 */
final class MarkupScan {
    private static final int MAX_ADDRESSES = 64;

    /** Destinations that are looked for: each may look at {@value PictureAddress#LONGEST} characters. */
    private static final int MAX_LOOKS = 4_096;

    private static final int MAX_LABEL = 300;
    private static final Pattern DEFINITION = Pattern.compile(
            "(?m)^ {0,3}\\[([^\\]\\n]{1,200})]:[ \\t]*(?:<([^>\\n]{1,8000})>|(\\S{1,8000}))[^\\n]{0,1000}$");
    private static final Pattern MARK = Pattern.compile("\uFFFC\\d{1,4}\uFFFC");
    private static final Pattern LAYOUT = Pattern.compile(
            "(?i)</?(?:a|p|div|span|br|center|picture|source|figure|figcaption|details|summary)\\b[^<>]{0,2000}>");

    /** An opening bracket that waits for its partner; of an image, behind its exclamation mark. */
    private record Bracket(int at, boolean image) {
        int from() {
            return image ? at - 1 : at;
        }
    }

    private record Cut(int from, int to) {}

    private record Link(int from, String target, int end) {}

    private final String text;
    private final Deque<Bracket> open = new ArrayDeque<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private final Set<String> mentioned = new LinkedHashSet<>();
    private final Map<String, String> definitions = new HashMap<>();
    private boolean html;
    private int looks;

    /** Where the last image was closed: brackets that are still open from before hold it. */
    private int imageAt = -1;

    MarkupScan(String text) {
        this.text = text;
        defineAll();
        run();
    }

    /** Marks and addresses of pictures. */
    List<String> shown() {
        return List.copyOf(shown);
    }

    /** Addresses inside sentences that end as a picture's does. */
    List<String> mentioned() {
        return List.copyOf(mentioned);
    }

    /** The text without what is shown and, where that was HTML, without its layout. */
    String rest() {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        cuts.sort(Comparator.comparingInt(Cut::from));
        for (Cut cut : cuts) {
            rest.append(text, at, Math.max(at, cut.from()));
            at = Math.max(at, cut.to());
        }
        rest.append(text, at, text.length());
        return html ? LAYOUT.matcher(rest).replaceAll("") : rest.toString();
    }

    private void run() {
        int i = 0;
        while (i < text.length()) {
            i = switch (text.charAt(i)) {
                case '\\' -> i + 2;
                case '[' -> {
                    open.push(new Bracket(i, i > 0 && text.charAt(i - 1) == '!'));
                    yield i + 1;
                }
                case ']' -> closed(i);
                case '<' -> tag(i);
                case '\uFFFC' -> mark(i);
                case 'h', 'H' -> address(i);
                default -> i + 1;
            };
        }
        // An alternative text that was never closed: the next link is its picture.
        open.stream().filter(Bracket::image).forEach(lonely -> links.stream()
                .filter(link -> link.from() > lonely.at())
                .findFirst()
                .ifPresent(link -> show(link.target(), lonely.from(), link.end())));
    }

    private void defineAll() {
        Matcher definition = DEFINITION.matcher(text);
        while (definition.find()) {
            String target = definition.group(2) != null ? definition.group(2) : definition.group(3);
            if (picture(target)) {
                definitions.putIfAbsent(label(definition.group(1)), target);
                cuts.add(new Cut(definition.start(), definition.end()));
            }
        }
    }

    private static String label(String written) {
        return written.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static boolean picture(String target) {
        return MARK.matcher(target).matches() || PictureAddress.expected(target);
    }

    private int closed(int at) {
        Bracket bracket = open.peek();
        boolean image = bracket != null && bracket.image();
        int next = image && text.startsWith(" ", at + 1) ? at + 2 : at + 1;
        boolean parenthesis = text.startsWith("(", next) && ++looks <= MAX_LOOKS;
        MarkupTarget to = parenthesis ? MarkupTarget.ofLink(text, next + 1) : null;
        if (to != null) {
            inline(bracket, at, to.targets().getFirst(), to.end());
            return to.end();
        }
        if (bracket == null) {
            return at + 1;
        }
        if (image) {
            return reference(bracket, at);
        }
        // Of an image's alternative text it may be any bracket, until its address comes.
        open.pop();
        return at + 1;
    }

    private void inline(@Nullable Bracket bracket, int at, String target, int end) {
        boolean picture = picture(target);
        if (bracket == null) {
            if (picture && PictureAddress.extension(target)) {
                show(target, at, end);
            }
            return;
        }
        open.pop();
        boolean holdsPicture = bracket.at() < imageAt;
        boolean certain = bracket.image() && picture;
        boolean plainLink = !bracket.image() && !holdsPicture && picture;
        if (certain || (plainLink && (MARK.matcher(target).matches() || PictureAddress.extension(target)))) {
            show(target, bracket.from(), end);
        } else if (holdsPicture) {
            cuts.add(new Cut(bracket.from(), end));
        }
        if (plainLink) {
            links.add(new Link(bracket.from(), target, end));
        }
        imageAt = certain ? at : imageAt;
    }

    private int reference(Bracket image, int at) {
        int end = at + 1;
        String label = text.substring(image.at() + 1, Math.min(at, image.at() + MAX_LABEL));
        int close = text.startsWith("[", end) ? text.indexOf(']', end) : -1;
        if (close > end && close - end < MAX_LABEL) {
            label = close == end + 1 ? label : text.substring(end + 1, close);
            end = close + 1;
        }
        String target = definitions.get(label(label));
        if (target == null) {
            return at + 1;
        }
        open.pop();
        show(target, image.from(), end);
        imageAt = at;
        return end;
    }

    private void show(String target, int from, int to) {
        cuts.add(new Cut(from, to));
        if (shown.size() < MAX_ADDRESSES) {
            shown.add(target);
        }
    }

    private int tag(int at) {
        MarkupTarget image = MarkupTarget.ofImage(text, at);
        if (image == null) {
            return address(at);
        }
        for (String target : image.targets()) {
            if (picture(target)) {
                html = true;
                show(target, at, image.end());
                return image.end();
            }
        }
        return at + 1;
    }

    private int mark(int at) {
        Matcher mark = MARK.matcher(text).region(at, Math.min(text.length(), at + 6));
        if (!mark.lookingAt()) {
            return at + 1;
        }
        show(mark.group(), at, mark.end());
        return mark.end();
    }

    /** An address on a line of its own is a picture's; one in a sentence only with a picture's extension, and not for sure. */
    private int address(int at) {
        int from = text.charAt(at) == '<' ? at + 1 : at;
        if (!text.regionMatches(true, from, "http://", 0, 7) && !text.regionMatches(true, from, "https://", 0, 8)) {
            return at + 1;
        }
        int lineStart = at;
        while (lineStart > 0 && " \t".indexOf(text.charAt(lineStart - 1)) >= 0) {
            lineStart--;
        }
        if (lineStart == 0 || text.charAt(lineStart - 1) == '\n') {
            int lineEnd = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            String line = PictureAddress.bare(text.substring(at, lineEnd));
            if (PictureAddress.isLine(line)) {
                show(line, lineStart, lineEnd);
                return lineEnd;
            }
        }
        String sentence = PictureAddress.inSentence(text, from);
        if (sentence == null) {
            return PictureAddress.end(text, from);
        }
        if (mentioned.size() < MAX_ADDRESSES) {
            mentioned.add(sentence.replaceFirst("[.,;:!?*]+\\z", ""));
        }
        return from + sentence.length();
    }
}
