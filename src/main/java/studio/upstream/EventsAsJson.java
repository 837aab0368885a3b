package studio.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * An event stream read as one JSON array of its {@code data:} lines, for relays that stream although they were asked not
 * to. A line may hold a whole picture, so lines are passed on as they come.
 */
final class EventsAsJson extends InputStream {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final BufferedInputStream source;
    private byte[] ready = {'['};
    private int at;
    private boolean inData;
    private boolean first = true;
    private boolean ended;

    EventsAsJson(InputStream source) {
        this.source = source instanceof BufferedInputStream buffered ? buffered : new BufferedInputStream(source);
    }

    @Override
    public int read() throws IOException {
        while (true) {
            if (at < ready.length) {
                return ready[at++];
            }
            if (ended) {
                return -1;
            }
            int next = source.read();
            if (inData && next >= 0 && next != '\n' && next != '\r') {
                return next;
            }
            if (next < 0) {
                ended = true;
                give("]");
            } else if (inData) {
                inData = false;
            } else if (next == DATA[0]) {
                line();
            } else if (next != '\n' && next != '\r') {
                skipLine();
            }
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int next = read();
            if (next < 0) {
                break;
            }
            target[offset + count++] = (byte) next;
            if (source.available() == 0 && at == ready.length) {
                break;
            }
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private void line() throws IOException {
        for (int i = 1; i < DATA.length; i++) {
            int next = source.read();
            if (next != DATA[i]) {
                if (next != '\n' && next >= 0) {
                    skipLine();
                }
                return;
            }
        }
        source.mark(16);
        int start = source.read();
        while (start == ' ') {
            source.mark(16);
            start = source.read();
        }
        source.reset();
        // Anything but an object is a terminator such as [DONE].
        if (start == '{') {
            inData = true;
            give(first ? "" : ",");
            first = false;
        } else if (start != '\n' && start >= 0) {
            skipLine();
        }
    }

    private void skipLine() throws IOException {
        int next = source.read();
        while (next >= 0 && next != '\n' && next != '\r') {
            next = source.read();
        }
    }

    private void give(String text) {
        ready = text.getBytes(StandardCharsets.US_ASCII);
        at = 0;
    }
}
