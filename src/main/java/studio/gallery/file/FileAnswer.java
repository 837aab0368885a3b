package studio.gallery.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a conditional or partial request for a file (RFC 9110, sections 13 and 14).
 *
 * @param status 200, 206, 304 or 416
 * @param length of the part that is sent, bytes; 0 for 304 and 416
 */
record FileAnswer(int status, long offset, long length, Map<String, String> headers) {
    private static final Pattern SINGLE_RANGE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

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
        Matcher wanted = range == null || (ifRange != null && !ifRange.strip().equals(etag))
                ? null
                : SINGLE_RANGE.matcher(range);
        // Several ranges or another unit: the whole file is a right answer too.
        if (wanted == null
                || !wanted.matches()
                || (wanted.group(1).isEmpty() && wanted.group(2).isEmpty())) {
            return new FileAnswer(200, 0, size, headers);
        }
        return part(size, wanted.group(1), wanted.group(2), headers);
    }

    private static FileAnswer part(long size, String first, String last, Map<String, String> headers) {
        long from;
        long to;
        if (first.isEmpty()) {
            from = Math.max(0, size - Long.parseLong(last));
            to = size - 1;
        } else {
            from = Long.parseLong(first);
            to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
            if (!last.isEmpty() && Long.parseLong(last) < from) {
                return new FileAnswer(200, 0, size, headers); // Not a range at all, so it is ignored.
            }
        }
        if (from >= size) {
            headers.put("Content-Range", "bytes */" + size);
            return new FileAnswer(416, 0, 0, headers);
        }
        headers.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
        return new FileAnswer(206, from, to - from + 1, headers);
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        for (String tag : ifNoneMatch.split(",", -1)) {
            String stripped = tag.strip();
            // A proxy that compresses makes tags weak; for this header the comparison is a weak one.
            if (stripped.equals("*") || stripped.equals(etag) || stripped.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
