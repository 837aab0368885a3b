package studio.gallery.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a conditional or partial request for a file (RFC 9110, sections 13 and 14).
 *
 * @param status 200, 206, 304 or 416
 * @param length of the part that is sent, bytes; 0 for 304 and 416
 */
record FileAnswer(int status, long offset, long length, Map<String, String> headers) {
    private static final Pattern SINGLE_RANGE =
            Pattern.compile("bytes=\\s*(?:(?<first>\\d{1,18})-(?<last>\\d{0,18})|-(?<rest>\\d{1,18}))\\s*");

    /**
     * @param etag with its quotes
     * @param ifRange null or the tag of the version whose rest is wanted
     */
    static FileAnswer to(
            long size, String etag, @Nullable String ifNoneMatch, @Nullable String range, @Nullable String ifRange) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", etag);
        headers.put("Accept-Ranges", "bytes");
        if (ifNoneMatch != null && matches(ifNoneMatch, etag)) {
            return new FileAnswer(304, 0, 0, headers);
        }
        FileAnswer whole = new FileAnswer(200, 0, size, headers);
        if (range == null || (ifRange != null && !ifRange.strip().equals(etag))) {
            return whole;
        }
        Matcher wanted = SINGLE_RANGE.matcher(range);
        if (!wanted.matches()) {
            return whole; // Several ranges or another unit.
        }
        long from = wanted.group("rest") == null ? number(wanted, "first", 0) : size - number(wanted, "rest", 0);
        long last = number(wanted, "last", Long.MAX_VALUE);
        if (last < from) {
            return whole; // Not a range at all, so it is ignored.
        }
        return part(size, Math.max(0, from), Math.min(last, size - 1), headers);
    }

    private static FileAnswer part(long size, long from, long last, Map<String, String> headers) {
        if (from >= size) {
            headers.put("Content-Range", "bytes */" + size);
            return new FileAnswer(416, 0, 0, headers);
        }
        headers.put("Content-Range", "bytes " + from + "-" + last + "/" + size);
        return new FileAnswer(206, from, last - from + 1, headers);
    }

    private static long number(Matcher range, String group, long absent) {
        String digits = range.group(group);
        return digits == null || digits.isEmpty() ? absent : Long.parseLong(digits);
    }

    /** A proxy that compresses makes tags weak; for this header the comparison is a weak one. */
    private static boolean matches(String ifNoneMatch, String etag) {
        return Stream.of(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }
}
