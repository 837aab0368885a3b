package studio.gallery.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import studio.files.TimeStamp;
import studio.gallery.GalleryEntry;

/** Names of downloaded files that a person recognizes: time and beginning of the prompt. */
public final class DownloadName {
    private static final int MAX_PROMPT = 48;
    private static final int MAX_READ = 400;

    private DownloadName() {}

    /** For example {@code 20261123-191500 a cat on a roof.png}; safe on every common file system. */
    static String of(GalleryEntry entry, String extension) {
        String words = words(entry.prompt());
        return TimeStamp.of(entry.createdAt()) + (words.isEmpty() ? "" : " " + words) + "." + extension;
    }

    /** The header for saving under this name, in any script (RFC 6266, RFC 8187). */
    public static String attachment(String name) {
        String ascii = name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
        // A form encodes blanks in its own way and leaves asterisks as they are; this header does neither.
        String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }

    private static String words(String prompt) {
        String words = beginning(prompt, MAX_READ)
                .replaceAll("\\P{javaLetterOrDigit}+", " ")
                .strip();
        return beginning(words, MAX_PROMPT).strip();
    }

    private static String beginning(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }
}
