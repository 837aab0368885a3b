package studio.upstream.answer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/** The beginning of a body as text; a body that breaks off gives what came before. */
public final class BoundedText {
    private static final Logger LOG = Logger.getLogger(BoundedText.class);
    static final int MAX = 64 * 1024;

    private static final Pattern NAMED = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([a-z0-9_.:-]{2,40})");

    /** Where a page may name its own encoding. */
    private static final int HEAD = 1_024;

    /** What pages of Chinese firewalls and old web servers are written in without a word of it. */
    private static final Charset CHINESE =
            Charset.isSupported("GB18030") ? Charset.forName("GB18030") : StandardCharsets.UTF_8;

    private BoundedText() {}

    public static String read(InputStream body, Function<String, @Nullable String> header) {
        byte[] bytes = bytes(body);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        // Not to the end of input: the last sign may be cut in two.
        boolean other = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), text, false)
                .isError();
        return WholeText.of(
                other ? new String(bytes, encoding(bytes, header)) : text.flip().toString());
    }

    private static Charset encoding(byte[] bytes, Function<String, @Nullable String> header) {
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
        Matcher named = NAMED.matcher(header.apply("content-type") + " " + head);
        while (named.find()) {
            try {
                Charset charset = Charset.forName(named.group(1));
                if (!charset.equals(StandardCharsets.UTF_8)) {
                    return charset;
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                LOG.debugf("A body names the encoding %s, which there is not", named.group(1));
            }
        }
        return CHINESE;
    }

    private static byte[] bytes(InputStream body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[8 * 1024];
        try {
            int length = body.read(chunk);
            while (length >= 0 && text.size() < MAX) {
                text.write(chunk, 0, Math.min(length, MAX - text.size()));
                length = body.read(chunk);
            }
        } catch (IOException cut) {
            // The status alone already says what happened; its explanation is welcome but not needed.
            return text.toByteArray();
        }
        return text.toByteArray();
    }
}
