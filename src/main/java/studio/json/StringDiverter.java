package studio.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view of a JSON byte stream in which every long string, and every data URL, is replaced by a short token while its
 * content goes to a file. It knows just enough JSON to find strings; the parser behind it checks the grammar.
 */
final class StringDiverter extends BulkInput {
    /** Strings up to this many bytes, as written, stay in the document. */
    static final int SHORT = 4096;

    private static final ByteScan ENDS = new ByteScan('"', '\\');
    private static final String DATA = "data:";

    private final InputStream source;
    private final Path folder;
    private final String tokenPrefix;
    private final SpooledJson.Limits limits;
    private final Map<String, Spooled> diverted = new LinkedHashMap<>();

    private final byte[] in = new byte[64 * 1024];
    private int inAt;
    private int inEnd;
    private long read;
    private long passed;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(2 * SHORT);
    private byte[] ready = new byte[0];
    private int readyAt;

    private boolean inString;
    private boolean escaped;
    private final byte[] head = new byte[SHORT];
    private int headLength;
    private @Nullable LongString sink;

    StringDiverter(InputStream source, Path folder, String tokenPrefix, SpooledJson.Limits limits) {
        this.source = source;
        this.folder = folder;
        this.tokenPrefix = tokenPrefix;
        this.limits = limits;
    }

    Map<String, Spooled> diverted() {
        return diverted;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (readyAt == ready.length) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, ready.length - readyAt);
        System.arraycopy(ready, readyAt, target, offset, count);
        readyAt += count;
        return count;
    }

    private boolean advance() throws IOException {
        if (inAt == inEnd && !fill()) {
            if (headLength == 0) {
                return false;
            }
            // An unfinished short string is handed on, so that the parser reports where the document broke off.
            out.write('"');
            out.write(head, 0, headLength);
            headLength = 0;
        }
        while (inAt < inEnd && out.size() < SHORT) {
            if (inString) {
                stringBytes();
            } else {
                outsideBytes();
            }
        }
        ready = out.toByteArray();
        readyAt = 0;
        out.reset();
        passed += ready.length;
        if (passed > limits.maxTreeBytes()) {
            throw new SpooledJson.LimitException(
                    "the document without its long strings is larger than " + limits.maxTreeBytes() + " bytes");
        }
        return true;
    }

    private boolean fill() throws IOException {
        inAt = 0;
        inEnd = Math.max(0, source.read(in, 0, in.length));
        read += inEnd;
        if (read > limits.maxBytes()) {
            throw new SpooledJson.LimitException("the document is larger than " + limits.maxBytes() + " bytes");
        }
        return inEnd > 0;
    }

    private void outsideBytes() {
        int from = inAt;
        while (inAt < inEnd && in[inAt] != '"') {
            inAt++;
        }
        out.write(in, from, inAt - from);
        if (inAt < inEnd) {
            inAt++;
            inString = true;
            headLength = 0;
            escaped = false;
        }
    }

    private void stringBytes() throws IOException {
        int from = inAt;
        int limit = sink == null ? Math.min(inEnd, inAt + SHORT - headLength) : inEnd;
        boolean closed = advanceInString(limit);
        if (sink == null) {
            System.arraycopy(in, from, head, headLength, inAt - from);
            headLength += inAt - from;
            if (closed) {
                finishShort();
            } else if (headLength == SHORT || startsLikeData()) {
                startSink();
            }
        } else {
            sink.feed(in, from, inAt);
            if (closed) {
                finishLong(sink);
            }
        }
        if (closed) {
            inAt++;
            inString = false;
        }
    }

    /** Up to the quote that ends the string, or to the limit; whether it has ended. */
    private boolean advanceInString(int limit) {
        while (inAt < limit) {
            if (escaped) {
                escaped = false;
                inAt++;
                continue;
            }
            inAt = ENDS.find(in, inAt, limit);
            if (inAt < limit) {
                if (in[inAt] == '"') {
                    return true;
                }
                escaped = true;
                inAt++;
            }
        }
        return false;
    }

    private boolean startsLikeData() {
        return headLength >= DATA.length()
                && DataUrls.isDataUrl(new String(head, 0, DATA.length(), StandardCharsets.ISO_8859_1));
    }

    private void finishShort() throws IOException {
        if (startsLikeData()) {
            finishLong(startSink());
            return;
        }
        out.write('"');
        out.write(head, 0, headLength);
        out.write('"');
        headLength = 0;
    }

    private LongString startSink() throws IOException {
        if (diverted.size() >= limits.maxFiles()) {
            throw new SpooledJson.LimitException("the document has more than " + limits.maxFiles() + " long strings");
        }
        LongString started = new LongString(folder.resolve("spool-" + tokenPrefix + diverted.size() + ".bin"));
        sink = started;
        started.feed(head, 0, headLength);
        headLength = 0;
        return started;
    }

    private void finishLong(LongString finished) throws IOException {
        String token = tokenPrefix + diverted.size();
        sink = null;
        diverted.put(token, finished.finish());
        out.write('"');
        out.write(token.getBytes(StandardCharsets.US_ASCII));
        out.write('"');
    }

    /** After the last byte; the string that was under way, if any, stays as far as it came. */
    void closeUnfinished() throws IOException {
        if (sink != null) {
            sink.close();
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
