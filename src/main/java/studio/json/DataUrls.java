package studio.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Data URLs and bare base64 in strings that are short enough to be in memory. */
public final class DataUrls {
    /** The longest head (media type and parameters) that is looked at, in characters. */
    static final int MAX_HEAD = 512;

    private static final Pattern WHOLE = Pattern.compile("(?i)data:([^,()<>\\[\\]{}\r\n]{0,507}),");

    /** PNG, JPEG, GIF, WebP, TIFF, AVIF and HEIC; BMP only in a text that is long and has no blank. */
    private static final Pattern PICTURE =
            Pattern.compile("(?s)iVBORw0KGgo|/9j/|_9j_|R0lGOD|UklGR|SUkqA|TU0AK|AAAA.GZ0eX|Qk[^ ]{63,}+\\z");

    /** What relays write again or leave half of before the data. */
    private static final Pattern HALF = Pattern.compile(
            "(?i)(?:data:)?(?:[a-z]{1,20}/[a-z0-9.+*-]{1,60})?;?base64,|data:image/[a-z0-9.+-]{1,60}[;,]");

    private static final int MAX_HEADS = 5;

    private DataUrls() {}

    /** The head of a base64 data URL. */
    record Head(@Nullable String declaredType, int payloadAt) {}

    static boolean isDataUrl(String text) {
        return text.regionMatches(true, 0, "data:", 0, 5);
    }

    /** Where something starts behind white space, quotes and what marks a literal of bytes in Python. */
    static int lead(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean bytes = (c == 'b' || c == 'B') && at + 1 < text.length() && "'\"".indexOf(text.charAt(at + 1)) >= 0;
            if (!bytes && !Character.isWhitespace(c) && "\"'`\\".indexOf(c) < 0) {
                break;
            }
            at++;
        }
        return at;
    }

    /**
     * Reads {@code data:[type][;param]*;base64,}, in quotes or not, once or more often, or the second half of it; empty when the
     * text has no such head within {@value #MAX_HEAD}.
     */
    static Optional<Head> head(String text) {
        int at = lead(text);
        Optional<Head> head = Optional.empty();
        for (int i = 0; i < MAX_HEADS && at < text.length(); i++) {
            Optional<Head> next = oneHead(text.substring(at, Math.min(text.length(), at + MAX_HEAD + 1)));
            if (next.isEmpty()) {
                break;
            }
            at += next.get().payloadAt();
            String type = head.map(Head::declaredType).orElse(next.get().declaredType());
            head = Optional.of(new Head(type, at));
            at += lead(text.substring(at, Math.min(text.length(), at + 4)));
        }
        return head;
    }

    private static Optional<Head> oneHead(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (whole.lookingAt()) {
            List<String> parts = Arrays.stream(
                            whole.group(1).toLowerCase(Locale.ROOT).split(";", -1))
                    .map(String::strip)
                    .toList();
            if (parts.contains("base64")) {
                String type = parts.getFirst();
                return Optional.of(new Head(type.isEmpty() || type.equals("base64") ? null : type, whole.end()));
            }
        }
        Matcher half = HALF.matcher(text);
        boolean data =
                half.lookingAt() && (half.group().endsWith("base64,") || beginsLikePicture(text.substring(half.end())));
        return data ? Optional.of(new Head(null, half.end())) : Optional.empty();
    }

    /** Whether bare text starts like the base64 of a picture; text that merely could be base64 does not count. */
    static boolean beginsLikePicture(String text) {
        return PICTURE.matcher(text.substring(lead(text))).lookingAt();
    }

    /**
     * Decodes a base64 data URL, or bare base64, into {@code target}.
     *
     * @param lenient also take bare base64 that does not start like a picture (a field that is base64 by contract)
     * @return empty when the text is neither
     */
    public static Optional<Spooled> decode(String text, Path target, boolean lenient) throws IOException {
        Optional<Head> head = head(text);
        if (head.isEmpty() && (text.isBlank() || isDataUrl(text) || (!lenient && !beginsLikePicture(text)))) {
            return Optional.empty();
        }
        String declared = head.map(Head::declaredType).orElse(null);
        int from = head.map(Head::payloadAt).orElseGet(() -> lead(text));
        byte[] payload = text.substring(from).getBytes(StandardCharsets.UTF_8);
        try (Base64File file = new Base64File(target, true)) {
            int taken = file.decode(payload, 0, payload.length);
            return Optional.of(file.finish(taken == payload.length, declared));
        }
    }
}
