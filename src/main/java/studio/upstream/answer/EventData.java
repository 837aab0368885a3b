package studio.upstream.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.json.BulkInput;
import studio.json.ByteScan;
import studio.json.JsonElements;

/**
 * Takes a body apart into its JSON documents, while it comes: the data of a stream's events (WHATWG HTML, section 9.2), and documents
 * that stand there as they are. A line may hold a whole picture, so that neither lines nor events have a cap here. Only data that
 * starts like an object or a list counts, also where the blank line before it is missing. {@code [DONE]} ends the stream.
 */
final class EventData {
    private static final long MAX_BYTES = 1L << 30;
    private static final String FIELD = "data:";
    private static final int MAX_WORDS = 1_000;
    private static final Pattern OF_AN_EVENT =
            Pattern.compile("(?:event|id|retry|data)?:|(?:event|id|retry|data)?\\s*\\z");

    private static final ByteScan LINE_ENDS = new ByteScan('\n', '\r');

    private enum Line {
        OPENS,
        BARE,
        CONTINUES,
        BLANK,
        OTHER,
        END
    }

    private final InputStream source;
    private final byte[] buffer = new byte[64 * 1024];
    private final StringBuilder words = new StringBuilder();
    private int at;
    private int end;
    private long arrived;
    private boolean afterReturn;
    private Line line = Line.BLANK;
    private @Nullable InputStream current;

    EventData(InputStream source) {
        this.source = source;
    }

    /** Bytes that have come so far. */
    long arrived() {
        return arrived;
    }

    /** The start of data that was no object, and of lines of no event: it may be the only explanation. */
    String words() {
        return words.toString().strip();
    }

    /** @return the next document, to be read before the one after it; null at the end */
    @Nullable
    InputStream next() throws IOException {
        if (current != null) {
            current.transferTo(OutputStream.nullOutputStream());
        }
        while (line != Line.OPENS && line != Line.BARE) {
            line = readLine();
            if (line == Line.CONTINUES) {
                String data = restOfLine();
                if (data.strip().equals("[DONE]")) {
                    return null;
                }
                remember(data);
            } else if (line == Line.END) {
                return null;
            }
        }
        current = line == Line.BARE ? new Bare() : new Event();
        line = Line.BLANK;
        return current;
    }

    /** Whether the document last given stood there without being an event's. */
    boolean wasBare() {
        return current instanceof Bare;
    }

    private void remember(String text) {
        if (!text.isBlank() && words.length() < MAX_WORDS) {
            words.append(text).append('\n');
        }
    }

    /** Looks at the start of a line; the line's data, if it has any, is left to be read. */
    private Line readLine() throws IOException {
        int first = peek();
        if (first < 0) {
            return Line.END;
        }
        if (endsLine(first)) {
            passLineEnd();
            return Line.BLANK;
        }
        if (opensDocument(first)) {
            return Line.BARE;
        }
        for (int matched = 0; matched < FIELD.length(); matched++) {
            if (peek() != FIELD.charAt(matched)) {
                String other = FIELD.substring(0, matched) + restOfLine();
                if (!OF_AN_EVENT.matcher(other).lookingAt()) {
                    remember(other);
                }
                return Line.OTHER;
            }
            at++;
        }
        if (peek() == ' ') {
            at++;
        }
        return opensDocument(peek()) ? Line.OPENS : Line.CONTINUES;
    }

    /** A list only where its first item shows: {@code [DONE]} and lines of a log are none. */
    private boolean opensDocument(int first) throws IOException {
        return first == '{' || (first == '[' && "{[\"] \t\r\n".indexOf(second()) >= 0);
    }

    private static boolean endsLine(int b) {
        return b == '\n' || b == '\r';
    }

    /** The next byte, which stays; -1 at the end. */
    private int peek() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        if (afterReturn) {
            afterReturn = false;
            if (buffer[at] == '\n') {
                at++;
                return peek();
            }
        }
        return buffer[at] & 0xFF;
    }

    /** The byte behind the next one, both of which stay; -1 when there is none. */
    private int second() throws IOException {
        return at + 1 < end || fill() ? buffer[at + 1] & 0xFF : -1;
    }

    /** Reads on behind what is left; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int more = Math.max(0, source.read(buffer, end, buffer.length - end));
        end += more;
        arrived += more;
        if (arrived > MAX_BYTES) {
            throw new IOException("the body is larger than " + MAX_BYTES + " bytes");
        }
        return more > 0;
    }

    /** The line feed after a carriage return is waited for only when something is read again. */
    private void passLineEnd() {
        afterReturn = buffer[at] == '\r';
        at++;
    }

    private String restOfLine() throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        for (int next = peek(); next >= 0; next = peek()) {
            if (endsLine(next)) {
                passLineEnd();
                break;
            }
            if (start.size() < MAX_WORDS) {
                start.write(next);
            }
            at++;
        }
        return start.toString(StandardCharsets.UTF_8);
    }

    /** Hands on what lies before this place. */
    private int take(byte[] target, int offset, int to) {
        int from = at;
        at = to;
        System.arraycopy(buffer, from, target, offset, to - from);
        return to - from;
    }

    /** The data of one event: its lines, joined by line feeds. */
    private final class Event extends BulkInput {
        private boolean over;

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int next = over ? -1 : peek();
            if (next >= 0 && !endsLine(next)) {
                return take(target, offset, LINE_ENDS.find(buffer, at, Math.min(end, at + length)));
            }
            if (next >= 0) {
                passLineEnd();
                do {
                    line = readLine();
                } while (line == Line.OTHER);
                if (line == Line.CONTINUES) {
                    target[offset] = '\n';
                    return 1;
                }
            }
            over = true;
            return -1;
        }
    }

    /** One document that is no event's data: up to the bracket that closes it. */
    private final class Bare extends BulkInput {
        private final JsonElements.Bounds bounds = new JsonElements.Bounds(false);

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (bounds.ended() || peek() < 0) {
                return -1;
            }
            int taken = take(target, offset, bounds.take(buffer, at, Math.min(end, at + length)));
            return taken > 0 ? taken : -1;
        }
    }
}
