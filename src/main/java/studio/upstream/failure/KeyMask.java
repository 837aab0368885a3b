package studio.upstream.failure;

import java.util.regex.Pattern;

/** Takes keys out of an upstream's own words before they reach people, logs or the database. */
final class KeyMask {
    private static final String MASK = "***";
    private static final Pattern LOOKS_LIKE_KEY = Pattern.compile(
            "(?i)\\b(?:sk|pk|rk|key|xai|gsk)-[A-Za-z0-9_*.-]{8,}|\\bAIza[0-9A-Za-z_-]{20,}|\\bBearer\\s+[^\\s\"',]{8,}");

    private KeyMask() {}

    static String mask(String text, String apiKey) {
        String masked = apiKey.length() < 4 ? text : text.replace(apiKey, MASK);
        return LOOKS_LIKE_KEY.matcher(masked).replaceAll(MASK);
    }
}
