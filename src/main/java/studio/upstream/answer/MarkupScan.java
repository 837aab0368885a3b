package studio.upstream.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Pattern DEFINITION = Pattern.compile(
            "(?m)^ {0,3}\\[([^\\]\\n]{1,200})]:[ \\t]*(?:<([^>\\n]{1,8000})>|(\\S{1,8000}))[^\\n]{0,1000}$");
    private static final Pattern MARK = Pattern.compile("\uFFFC\\d{1,4}\uFFFC");
    /** An opening bracket that waits for its partner. */
    private static final class Bracket {
        final int at;
        final int from;
        final boolean image;
        boolean holdsPicture;

        Bracket(int at, boolean image) {
            this.at = at;
            this.from = image ? at - 1 : at;
            this.image = image;
        }
    }

    /** @param from where the markup of what is shown begins */
    record Cut(int from, int to) {}

    private record Link(int from, String target, int end) {}

    private final String text;
    private final Deque<Bracket> open = new ArrayDeque<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final List<String> mentioned = new ArrayList<>();
    private final Map<String, String> definitions = new HashMap<>();
    private boolean html;
    private int looks;

    MarkupScan(String text) {
        this.text = text;
    }

    List<Cut> cuts() {
        return cuts;
    }

    List<String> shown() {
        return shown;
    }

    List<String> mentioned() {
        return mentioned;
    }

    /** Whether a picture was shown as HTML. */
    boolean html() {
        return html;
    }

    void run() {
        defineAll();
        int i = 0;
        while (i < text.length()) {
            i = switch (text.charAt(i)) {
                case '\\' -> i + 2;
                case '[' -> opened(i);
                case ']' -> closed(i);
                case '<' -> tag(i);
                case '\uFFFC' -> mark(i);
                case 'h', 'H' -> address(i);
                default -> i + 1;
            };
        }
        // An alternative text that was never closed: the next link is its picture.
        open.stream().filter(lonely -> lonely.image).forEach(lonely -> links.stream()
                .filter(link -> link.from() > lonely.at)
                .findFirst()
                .ifPresent(link -> show(link.target(), lonely.from, link.end())));
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
        return isMark(target) || PictureAddress.expected(target);
    }

    private static boolean isMark(String target) {
        return MARK.matcher(target).matches();
    }

    private int opened(int at) {
        open.push(new Bracket(at, at > 0 && text.charAt(at - 1) == '!'));
        return at + 1;
    }

    private int closed(int at) {
        Bracket bracket = open.peek();
        int next = at + 1;
        if (bracket != null && bracket.image && next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        boolean parenthesis = next < text.length() && text.charAt(next) == '(' && ++looks <= MAX_LOOKS;
        LinkTarget to = parenthesis ? LinkTarget.at(text, next + 1) : null;
        if (to != null) {
            inline(bracket, at, to);
            return to.end();
        }
        int end = bracket != null && bracket.image ? reference(bracket, at) : -1;
        if (end < 0 && bracket != null && !bracket.image) {
            // Of an image's alternative text it may be any bracket, until its address comes.
            open.pop();
        }
        return end < 0 ? at + 1 : end;
    }

    private void inline(@Nullable Bracket bracket, int at, LinkTarget to) {
        if (bracket == null) {
            if (PictureAddress.extension(to.target()) && picture(to.target())) {
                show(to.target(), at, to.end());
            }
            return;
        }
        open.pop();
        boolean picture = picture(to.target());
        boolean certain = bracket.image && picture;
        boolean plainLink = !bracket.image && !bracket.holdsPicture && picture;
        if (certain || (plainLink && (isMark(to.target()) || PictureAddress.extension(to.target())))) {
            show(to.target(), bracket.from, to.end());
        } else if (bracket.holdsPicture) {
            cuts.add(new Cut(bracket.from, to.end()));
        }
        if (plainLink) {
            links.add(new Link(bracket.from, to.target(), to.end()));
        }
        if (certain) {
            open.forEach(outer -> outer.holdsPicture = true);
        }
    }

    private int reference(Bracket image, int at) {
        int end = at + 1;
        String label = text.substring(image.at + 1, Math.min(at, image.at + 300));
        if (end < text.length() && text.charAt(end) == '[') {
            int close = text.indexOf(']', end);
            if (close > end && close - end < 300) {
                label = close == end + 1 ? label : text.substring(end + 1, close);
                end = close + 1;
            }
        }
        String target = definitions.get(label(label));
        if (target == null) {
            return -1;
        }
        open.pop();
        show(target, image.from, end);
        open.forEach(outer -> outer.holdsPicture = true);
        return end;
    }

    private void show(String target, int from, int to) {
        cuts.add(new Cut(from, to));
        if (shown.size() < MAX_ADDRESSES && !shown.contains(target)) {
            shown.add(target);
        }
    }

    private int tag(int at) {
        ImageTag image = ImageTag.at(text, at);
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
        if (sentence != null) {
            String found = sentence.replaceFirst("[.,;:!?*]+\\z", "");
            if (mentioned.size() < MAX_ADDRESSES && !mentioned.contains(found)) {
                mentioned.add(found);
            }
            return from + sentence.length();
        }
        return PictureAddress.end(text, from);
    }
}
