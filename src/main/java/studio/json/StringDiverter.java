package studio.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.files.OwnerOnly;

/**
 * A view of a JSON byte stream in which every long string, and every data URL, is replaced by a short token while its
 * content goes to a file. It knows just enough JSON to find strings; the parser behind it checks the grammar.
 */
final class StringDiverter extends BulkInput {
    /** Strings shorter than this many bytes, as written, stay in the document. */
    static final int SHORT = 4096;

    private static final ByteScan QUOTES = new ByteScan('"', '"');
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

    /** What is handed on up to {@link #ready}, and the start of a string of which it is not known yet whether it is long. */
    private final byte[] out = new byte[4 * SHORT];

    private int outAt;
    private int ready;
    private int outEnd;
    private long passed;

    private boolean inString;
    private boolean escaped;
    private int stringStart;
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
        while (outAt == ready) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, ready - outAt);
        System.arraycopy(out, outAt, target, offset, count);
        outAt += count;
        return count;
    }

    private boolean advance() throws IOException {
        System.arraycopy(out, ready, out, 0, outEnd - ready);
        outEnd -= ready;
        stringStart -= ready;
        outAt = 0;
        boolean more = inAt < inEnd || fill();
        while (inAt < inEnd && outEnd < SHORT) {
            if (inString) {
                stringBytes();
            } else {
                outsideBytes();
            }
        }
        // At the end an unfinished short string is handed on, so that the parser reports where the document broke off.
        ready = more && inString && sink == null ? stringStart : outEnd;
        passed += ready;
        if (passed > limits.maxTreeBytes()) {
            throw new SpooledJson.LimitException(
                    "the document without its long strings is larger than " + limits.maxTreeBytes() + " bytes");
        }
        return more || ready > 0;
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
        int limit = Math.min(inEnd, inAt + SHORT);
        inAt = QUOTES.find(in, inAt, limit);
        inString = inAt < limit;
        inAt += inString ? 1 : 0;
        put(in, from, inAt - from);
        stringStart = outEnd;
    }

    private void stringBytes() throws IOException {
        boolean closed;
        if (sink != null) {
            inAt = sink.feed(in, inAt, inEnd);
            closed = inAt < inEnd;
        } else {
            int from = inAt;
            closed = advanceInString(Math.min(inEnd, inAt + stringStart + SHORT - outEnd));
            put(in, from, inAt - from);
            if (outEnd - stringStart == SHORT || startsLikeData()) {
                divert();
            }
        }
        if (closed) {
            if (sink != null) {
                finish(sink);
            }
            out[outEnd++] = '"';
            inAt++;
            inString = false;
        }
    }

    /** Up to the quote that ends the short string, or to the limit; whether it has ended. */
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
        return outEnd - stringStart >= DATA.length()
                && DataUrls.isDataUrl(new String(out, stringStart, DATA.length(), StandardCharsets.ISO_8859_1));
    }

    private void divert() throws IOException {
        if (diverted.size() >= limits.maxFiles()) {
            throw new SpooledJson.LimitException("the document has more than " + limits.maxFiles() + " long strings");
        }
        OwnerOnly.createFolder(folder);
        sink = new LongString(folder.resolve("spool-" + tokenPrefix + diverted.size() + ".bin"));
        sink.feed(out, stringStart, outEnd);
        outEnd = stringStart;
        // An escape that has begun is the sink's to finish.
        escaped = false;
    }

    private void finish(LongString finished) throws IOException {
        byte[] token = (tokenPrefix + diverted.size()).getBytes(StandardCharsets.US_ASCII);
        sink = null;
        diverted.put(tokenPrefix + diverted.size(), finished.finish());
        put(token, 0, token.length);
    }

    private void put(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, out, outEnd, length);
        outEnd += length;
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
