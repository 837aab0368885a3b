package studio.upstream.answer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.json.BulkInput;

/**
 * Takes a body apart into its JSON documents, while it comes: the data of the events of a stream (WHATWG HTML, section 9.2), and
 * documents that stand there as they are, one or several, whatever is between them. A line may hold a whole picture, so that neither
 * lines nor events have a cap here. Only data that begins like an object or a list counts; such a line opens an event also where the
 * blank line before it is missing. {@code [DONE]} ends the stream. Of lines that are neither, the beginning is kept: it may be the
 * only explanation.
 */
final class EventData {
    private static final String FIELD = "data:";
    private static final String TERMINATOR = "[DONE]";
    private static final int MAX_WORDS = 1_000;
    private static final Pattern OF_AN_EVENT =
            Pattern.compile("(?:event|id|retry|data)?:|(?:event|id|retry|data)?\\s*\\z");

    private enum Line {
        OPENS,
        BARE,
        CONTINUES,
        BLANK,
        OTHER,
        END
    }

    private final LineSource source;
    private final StringBuilder words = new StringBuilder();
    private boolean opened;
    private boolean bare;
    private @Nullable InputStream current;

    EventData(InputStream source) {
        this.source = new LineSource(source);
    }

    /** Bytes that have come so far, of events or not. */
    long arrived() {
        return source.arrived();
    }

    /** Data that was no object, and lines that are no part of an event: their beginning. */
    String words() {
        return words.toString().strip();
    }

    private void remember(String line) {
        if (!line.isBlank() && words.length() < MAX_WORDS) {
            words.append(line).append('\n');
        }
    }

    /** @return the next event's data, to be read before the call after this one; null when there are no more */
    @Nullable
    InputStream next() throws IOException {
        if (current != null) {
            current.transferTo(OutputStream.nullOutputStream());
        }
        while (!opened) {
            Line line = line();
            if (line == Line.END) {
                return null;
            }
            if (line == Line.CONTINUES) {
                String said = source.restOfLine(MAX_WORDS);
                if (said.strip().equals(TERMINATOR)) {
                    return null;
                }
                remember(said);
            }
            opens(line);
        }
        opened = false;
        current = bare ? new Bare() : new Event();
        return current;
    }

    /** Whether the document last given stood there without being an event's. */
    boolean wasBare() {
        return current instanceof Bare;
    }

    private void opens(Line line) {
        opened = line == Line.OPENS || line == Line.BARE;
        bare = line == Line.BARE;
    }

    /** Looks at the beginning of a line; the line's data, if it has any, is left to be read. */
    private Line line() throws IOException {
        int first = source.peek();
        if (first < 0) {
            return Line.END;
        }
        if (LineSource.endsLine(first)) {
            source.endLine();
            return Line.BLANK;
        }
        if (opensDocument(first)) {
            return Line.BARE;
        }
        for (int matched = 0; matched < FIELD.length(); matched++) {
            if (source.peek() != FIELD.charAt(matched)) {
                String line = FIELD.substring(0, matched) + source.restOfLine(MAX_WORDS);
                if (!OF_AN_EVENT.matcher(line).lookingAt()) {
                    remember(line);
                }
                return Line.OTHER;
            }
            source.skip();
        }
        if (source.peek() == ' ') {
            source.skip();
        }
        return opensDocument(source.peek()) ? Line.OPENS : Line.CONTINUES;
    }

    /** A list only where its first item shows: {@code [DONE]} and lines of a log are none. */
    private boolean opensDocument(int first) throws IOException {
        return first == '{' || (first == '[' && "{[\"] \t\r\n".indexOf(source.second()) >= 0);
    }

    /** The data of one event: its lines, joined by line feeds. */
    private final class Event extends BulkInput {
        private boolean over;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (over) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            int next = source.peek();
            if (next >= 0 && !LineSource.endsLine(next)) {
                return source.take(target, offset, length, b -> !LineSource.endsLine(b));
            }
            if (next >= 0) {
                source.endLine();
                if (goesOn()) {
                    target[offset] = '\n';
                    return 1;
                }
            }
            over = true;
            return -1;
        }

        private boolean goesOn() throws IOException {
            Line line = line();
            while (line == Line.OTHER) {
                line = line();
            }
            opens(line);
            return line == Line.CONTINUES;
        }
    }

    /** One document that is no event's data: up to the bracket that closes it. */
    private final class Bare extends BulkInput {
        private int depth;
        private boolean inString;
        private boolean escaped;
        private boolean over;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return over || source.peek() < 0 ? -1 : source.take(target, offset, length, this::takes);
        }

        private boolean takes(byte b) {
            if (over) {
                return false;
            }
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                over = --depth <= 0;
            }
            return true;
        }
    }
}
