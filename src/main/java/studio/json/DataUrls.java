package studio.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Data URLs and bare base64 in strings that are short enough to be in memory. */
public final class DataUrls {
    /** The longest head (media type and parameters) that is looked at, in characters. */
    static final int MAX_HEAD = 512;

    private DataUrls() {}

    /** The head of a base64 data URL. */
    record Head(@Nullable String declaredType, int payloadAt) {}

    static boolean isDataUrl(CharSequence text) {
        return text.length() >= 5 && text.subSequence(0, 5).toString().equalsIgnoreCase("data:");
    }

    /** Reads {@code data:[type][;param]*;base64,}; empty when the text has no such head within {@value #MAX_HEAD}. */
    static Optional<Head> head(String text) {
        if (!isDataUrl(text)) {
            return Optional.empty();
        }
        int comma = text.indexOf(',');
        if (comma < 0 || comma > MAX_HEAD) {
            return Optional.empty();
        }
        String words = text.substring(5, comma);
        if (words.chars().anyMatch(c -> "()<>[]{}\r\n".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        String[] parts = words.split(";", -1);
        boolean base64 = false;
        for (String part : parts) {
            base64 |= part.strip().equalsIgnoreCase("base64");
        }
        if (!base64) {
            return Optional.empty();
        }
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        return Optional.of(new Head(type.isEmpty() || type.equals("base64") ? null : type, comma + 1));
    }

    /** Whether bare text begins like the base64 of a picture; text that merely could be base64 does not count. */
    static boolean beginsLikePicture(String text) {
        String start = text.stripLeading();
        return start.startsWith("iVBORw0KGgo")
                || start.startsWith("/9j/")
                || start.startsWith("_9j_")
                || start.startsWith("R0lGOD")
                || start.startsWith("UklGR")
                || start.startsWith("SUkqA")
                || start.startsWith("TU0AK")
                || (start.startsWith("Qk") && start.length() > 64 && start.indexOf(' ') < 0)
                || (start.startsWith("AAAA") && start.regionMatches(5, "GZ0eX", 0, 5));
    }

    /**
     * Decodes a base64 data URL, or bare base64, into {@code target}.
     *
     * @param lenient also take bare base64 that does not begin like a picture (a field that is base64 by contract)
     * @return empty when the text is neither
     */
    public static Optional<Spooled> decode(String text, Path target, boolean lenient) throws IOException {
        Optional<Head> head = head(text);
        if (head.isEmpty() && (text.isBlank() || isDataUrl(text) || (!lenient && !beginsLikePicture(text)))) {
            return Optional.empty();
        }
        String declared = head.map(Head::declaredType).orElse(null);
        byte[] payload = text.substring(head.map(Head::payloadAt).orElse(0)).getBytes(StandardCharsets.UTF_8);
        PictureFile file = new PictureFile(target);
        try {
            Base64Decoder decoder = new Base64Decoder(file);
            int taken = decoder.decode(payload, 0, payload.length);
            boolean whole = decoder.finish();
            if (taken < payload.length) {
                file.discard();
                return Optional.of(new Spooled.Damaged("character " + taken + " is not base64", declared));
            }
            if (!whole || file.bytes() == 0) {
                file.discard();
                return Optional.of(new Spooled.Damaged("the base64 is cut off or empty", declared));
            }
            return Optional.of(file.binary(declared));
        } finally {
            file.close();
        }
    }
}
