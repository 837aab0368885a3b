package studio.upstream.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body apart into its JSON documents, while it comes: the data of the events of a stream (WHATWG HTML, section 9.2), and
 * documents that stand there as they are, one or several, whatever is between them. A line may hold a whole picture, so that
 * neither lines nor events have a cap here. Only data that begins like an object or a list counts; such a line opens an event also where the blank line before it is missing. {@code [DONE]} ends the stream. Of lines that are neither, the beginning is
 * kept: it may be all that somebody on the way has to say.
 */
final class EventData {
    private static final byte[] FIELD = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final String TERMINATOR = "[DONE]";
    private static final long MOST = 1L << 30;
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

    private final InputStream source;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private long arrived;
    private boolean afterReturn;
    private boolean opened;
    private boolean bare;
    private @Nullable InputStream current;
    private final StringBuilder words = new StringBuilder();

    EventData(InputStream source) {
        this.source = source;
    }

    /** Bytes that have come so far, of events or not. */
    long arrived() {
        return arrived;
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
            current.transferTo(java.io.OutputStream.nullOutputStream());
        }
        while (!opened) {
            switch (line()) {
                case OPENS -> opened = true;
                case BARE -> {
                    opened = true;
                    bare = true;
                }
                case CONTINUES -> {
                    String said = new String(restOfLine(), StandardCharsets.UTF_8);
                    if (said.strip().equals(TERMINATOR)) {
                        return null;
                    }
                    remember(said);
                }
                case BLANK, OTHER -> {}
                case END -> {
                    return null;
                }
            }
        }
        opened = false;
        current = bare ? new Bare() : new Event();
        return current;
    }

    /** Whether the document last given stood there without being an event's. */
    boolean wasBare() {
        return current instanceof Bare;
    }

    /** Looks at the beginning of a line; the line's data, if it has any, is left to be read. */
    private Line line() throws IOException {
        int first = peek();
        if (first < 0) {
            return Line.END;
        }
        if (endsLine(first)) {
            endLine();
            return Line.BLANK;
        }
        bare = false;
        if (opensDocument(first)) {
            return Line.BARE;
        }
        for (int matched = 0; matched < FIELD.length; matched++) {
            if (peek() != FIELD[matched]) {
                String line = new String(FIELD, 0, matched, StandardCharsets.US_ASCII)
                        + new String(restOfLine(), StandardCharsets.UTF_8);
                if (!OF_AN_EVENT.matcher(line).lookingAt()) {
                    remember(line);
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

    private int second() throws IOException {
        if (at + 1 >= end) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            int more = Math.max(0, source.read(buffer, end, buffer.length - end));
            end += more;
            arrived += more;
        }
        return at + 1 < end ? buffer[at + 1] & 0xFF : -1;
    }

    /** Of a line that is skipped: its first characters. */
    private byte[] restOfLine() throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        for (int next = peek(); next >= 0; next = peek()) {
            if (endsLine(next)) {
                endLine();
                break;
            }
            if (start.size() < MAX_WORDS) {
                start.write(next);
            }
            at++;
        }
        return start.toByteArray();
    }

    private static boolean endsLine(int b) {
        return b == '\n' || b == '\r';
    }

    /** The line feed after a carriage return is waited for only when something is read again. */
    private void endLine() {
        afterReturn = buffer[at] == '\r';
        at++;
    }

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

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, source.read(buffer, 0, buffer.length));
        arrived += end;
        if (arrived > MOST) {
            throw new IOException("the body is larger than " + MOST + " bytes");
        }
        return end > 0;
    }

    /** The data of one event: its lines, joined by line feeds. */
    private final class Event extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (over) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            int next = peek();
            if (next >= 0 && !endsLine(next)) {
                int from = at;
                int limit = Math.min(end, at + length);
                while (at < limit && !endsLine(buffer[at])) {
                    at++;
                }
                System.arraycopy(buffer, from, target, offset, at - from);
                return at - from;
            }
            if (next >= 0) {
                endLine();
            }
            if (next >= 0 && goesOn()) {
                target[offset] = '\n';
                return 1;
            }
            over = true;
            return -1;
        }

        private boolean goesOn() throws IOException {
            Line line = line();
            while (line == Line.OTHER) {
                line = line();
            }
            opened = line == Line.OPENS || line == Line.BARE;
            bare = line == Line.BARE;
            return line == Line.CONTINUES;
        }
    }

    /** One document that is no event's data: up to the bracket that closes it. */
    private final class Bare extends InputStream {
        private int depth;
        private boolean inString;
        private boolean escaped;
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (over || (at == end && !fill())) {
                return -1;
            }
            int from = at;
            int limit = Math.min(end, at + length);
            while (at < limit && !over) {
                take(buffer[at]);
                at++;
            }
            System.arraycopy(buffer, from, target, offset, at - from);
            return at - from;
        }

        private void take(byte b) {
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
        }
    }
}
