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

/** A response whose body is still coming. */
public record Reply(int status, Function<String, @Nullable String> header, InputStream body) {
    private static final Logger LOG = Logger.getLogger(Reply.class);

    /** Bytes of a body that are read as text. */
    static final int MAX_TEXT = 64 * 1024;

    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([a-z0-9_.:-]{2,40})");

    /** Where a page may name its own encoding. */
    private static final int HEAD = 1_024;

    /** What pages of Chinese firewalls and old web servers are written in without naming it. */
    private static final Charset CHINESE =
            Charset.isSupported("GB18030") ? Charset.forName("GB18030") : StandardCharsets.UTF_8;

    /** The start of the body as text; a body that breaks off gives what came before. */
    public String text() {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        byte[] chunk = new byte[8 * 1024];
        try {
            for (int length = body.read(chunk); length >= 0 && start.size() < MAX_TEXT; length = body.read(chunk)) {
                start.write(chunk, 0, Math.min(length, MAX_TEXT - start.size()));
            }
        } catch (IOException cut) {
            LOG.debug("A body that explains a failure broke off", cut);
        }
        byte[] bytes = start.toByteArray();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        // Not to the end of input: the last character may be cut in two.
        boolean utf8 = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), text, false)
                .isError();
        return WholeText.of(utf8 ? text.flip().toString() : new String(bytes, charset(bytes)));
    }

    private Charset charset(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
        Matcher named = CHARSET.matcher(header.apply("content-type") + " " + head);
        while (named.find()) {
            try {
                Charset charset = Charset.forName(named.group(1));
                if (!charset.equals(StandardCharsets.UTF_8)) {
                    return charset;
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
                LOG.debugf("A body names the unknown encoding %s", named.group(1));
            }
        }
        return CHINESE;
    }
}
