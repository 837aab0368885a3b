package studio.gallery.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import studio.gallery.GalleryEntry;

/** Names of downloaded files that a person recognizes: time and beginning of the prompt. */
public final class DownloadName {
    private static final int LONGEST_PROMPT = 48;

    private DownloadName() {}

    /** For example {@code 20261123-191500 a cat on a roof.png}; safe on every common file system. */
    static String of(GalleryEntry entry, String extension) {
        String words = words(entry.prompt());
        return stamp(entry.createdAt()) + (words.isEmpty() ? "" : " " + words) + "." + extension;
    }

    public static String stamp(Instant time) {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    /** The header for saving under this name, in any script (RFC 6266, RFC 8187). */
    public static String attachment(String name) {
        String ascii = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
        // What a form leaves as it is or writes its own way, this header does not.
        String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }

    private static String words(String prompt) {
        StringBuilder words = new StringBuilder();
        boolean gap = false;
        int taken = 0;
        for (int point : prompt.codePoints().limit(400).toArray()) {
            if (!Character.isLetterOrDigit(point)) {
                gap = taken > 0;
                continue;
            }
            if (taken + (gap ? 1 : 0) >= LONGEST_PROMPT) {
                break;
            }
            if (gap) {
                words.append(' ');
                taken++;
                gap = false;
            }
            words.appendCodePoint(point);
            taken++;
        }
        return words.toString();
    }
}
