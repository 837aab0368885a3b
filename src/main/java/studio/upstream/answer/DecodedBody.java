package studio.upstream.answer;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import studio.json.BulkInput;

/**
 * A body as it was before a server on the way compressed it with gzip. We ask for {@code identity}, but a relay behind a cache may
 * compress all the same, and what it sends is paid for. Recognised by the first bytes, since such relays also lose the header;
 * neither JSON, nor events, nor a picture starts like that. The reader limits what comes out.
 */
public final class DecodedBody extends BulkInput {
    private static final int MAGIC_1 = GZIPInputStream.GZIP_MAGIC & 0xFF;
    private static final int MAGIC_2 = GZIPInputStream.GZIP_MAGIC >>> 8;
    private static final int BUFFER = 8 * 1024;

    private final InputStream body;
    private @Nullable InputStream decoded;

    public DecodedBody(InputStream body) {
        this.body = body;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return decoded().read(target, offset, length);
    }

    /** Opened by the first read: until then nothing is waited for. */
    private InputStream decoded() throws IOException {
        InputStream known = decoded;
        if (known == null) {
            PushbackInputStream start = new PushbackInputStream(body, 2);
            byte[] magic = start.readNBytes(2);
            start.unread(magic);
            boolean gzip = magic.length == 2 && (magic[0] & 0xFF) == MAGIC_1 && (magic[1] & 0xFF) == MAGIC_2;
            known = gzip ? new GZIPInputStream(start, BUFFER) : start;
            decoded = known;
        }
        return known;
    }
}
