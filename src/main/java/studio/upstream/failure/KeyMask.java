package studio.upstream.failure;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/** Takes keys out of an upstream's own words before they reach people, logs or the database. */
final class KeyMask {
    /** Of the upstream's own words, in characters. */
    private static final int MAX_WORDS = 2_000;

    private static final String MASK = "***";
    private static final Pattern LOOKS_LIKE_KEY = Pattern.compile(
            "(?i)\\b(?:sk|pk|rk|key|xai|gsk)-[A-Za-z0-9_*.-]{8,}|\\bAIza[0-9A-Za-z_-]{20,}|\\bBearer\\s+[^\\s\"',]{8,}");

    private KeyMask() {}

    static String mask(String text, String apiKey) {
        String masked = apiKey.length() < 4 ? text : text.replace(apiKey, MASK);
        return LOOKS_LIKE_KEY.matcher(masked).replaceAll(MASK);
    }

    /** What may be shown of words; null when nothing is left. */
    static @Nullable String clip(@Nullable String words, String apiKey) {
        String masked = words == null ? "" : mask(words, apiKey).strip();
        return masked.isEmpty() ? null : WholeText.start(masked, MAX_WORDS);
    }
}
