package studio.upstream.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a body one ahead of their use, with line ends of any kind. */
final class LineSource {
    private static final long MAX_BYTES = 1L << 30;

    private final InputStream source;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private long arrived;
    private boolean afterReturn;

    LineSource(InputStream source) {
        this.source = source;
    }

    /** Whether a byte of the body belongs to what is being taken; asked once for each. */
    @FunctionalInterface
    interface Test {
        boolean takes(byte b);
    }

    /** Bytes that have come so far. */
    long arrived() {
        return arrived;
    }

    /** The next byte, which stays; -1 at the end. */
    int peek() throws IOException {
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
    int second() throws IOException {
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

    void skip() {
        at++;
    }

    /** What is at hand, as long as it is taken; at least one byte is there. */
    int take(byte[] target, int offset, int length, Test test) {
        int from = at;
        int limit = Math.min(end, at + length);
        while (at < limit && test.takes(buffer[at])) {
            at++;
        }
        System.arraycopy(buffer, from, target, offset, at - from);
        return at - from;
    }

    static boolean endsLine(int b) {
        return b == '\n' || b == '\r';
    }

    /** Passes the end of a line. The line feed after a carriage return is waited for only when something is read again. */
    void endLine() {
        afterReturn = buffer[at] == '\r';
        at++;
    }

    /** Passes the rest of a line. */
    String restOfLine(int kept) throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        for (int next = peek(); next >= 0; next = peek()) {
            if (endsLine(next)) {
                endLine();
                break;
            }
            if (start.size() < kept) {
                start.write(next);
            }
            at++;
        }
        return start.toString(StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, source.read(buffer, 0, buffer.length));
        arrived += end;
        if (arrived > MAX_BYTES) {
            throw new IOException("the body is larger than " + MAX_BYTES + " bytes");
        }
        return end > 0;
    }
}
