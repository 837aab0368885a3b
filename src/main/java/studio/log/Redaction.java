package studio.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of any text what must not be read by people: API keys, tokens, passwords, cookies, and picture data. Works on the
 * look of things, so it may hide too much, and on live secrets that were {@link #register registered}.
 *
 * <p>Time is linear in the length of the text: no expression can backtrack over more than a few characters.
 */
public final class Redaction {
    private static final String HIDDEN = "[hidden]";
    /** Shorter secrets are not searched for: every other word would vanish. */
    private static final int MIN_SECRET = 6;

    private static final int MAX_SECRETS = 1000;

    private record Rule(Pattern pattern, String replacement) {}

    private static final List<Rule> RULES = List.of(
            rule("data:[\\w.+/-]{0,80}+(?:;[\\w=.+-]{1,60}+){0,6}+,[\\w+/=%-]{16,}+", "[data URL]"),
            // A name that promises a secret, then = or :, then the value, quoted, quoted inside a JSON string, or bare.
            rule(
                    "(?i)((?:set-)?cookie\\\\?[\"']?[ \\t]{0,3}[:=][ \\t]{0,3}\\\\?[\"']?)(?=[^\\s\"'\\\\])[^\\r\\n\"'\\\\]++",
                    "$1" + HIDDEN),
            rule(
                    "(?i)(authorization\\\\?[\"']?[ \\t]{0,3}[:=][ \\t]{0,3}\\\\?[\"']?(?:(?:bearer|basic|key|token) )?)"
                            + "[^\\s\"',;&\\\\]{1,4000}+",
                    "$1" + HIDDEN),
            rule(
                    "(?i)((?:api[-_]?key|passw(?:or)?d(?:[-_]?hash)?|secret|token|studio_session)"
                            + "\\\\?[\"']?[ \\t]{0,3}[:=][ \\t]{0,3})"
                            + "(?:\"(?:[^\"\\\\]++|\\\\.){0,200}+\"?+|\\\\\"[^\"\\\\]*+(?:\\\\\")?+|'[^']*+'?+|(?!\\[hidden])[^\\s\"'&,;)}\\]\\\\]++)",
                    "$1" + HIDDEN),
            rule("(?i)([?&](?:key|sig|signature|x-amz-[a-z-]{1,40})=)[^\\s\"'&#]++", "$1" + HIDDEN),
            rule("(?i)\\b(bearer\\s{1,3})[\\w.~+/=-]{8,}+", "$1" + HIDDEN),
            rule("://[^/\\s:@\"']{0,200}+:[^/\\s@\"']{1,200}+@", "://" + HIDDEN + "@"),
            rule("\\beyJ[\\w-]{8,}+\\.[\\w-]{4,}+(?:\\.[\\w-]*+)?+", HIDDEN),
            rule("\\bAIza[\\w-]{20,}+", HIDDEN),
            rule("\\b(?:sk|pk|rk)-[\\w-]{8,}+", HIDDEN),
            rule("\\b(?:xai|gsk|hf|r8|fal|key|sandbox|ghp|AKIA)[-_][\\w-]{16,}+", HIDDEN),
            rule("\\$2[abxy]\\$\\d\\d\\$[./\\w]{50,60}+", HIDDEN),
            rule("[A-Za-z0-9+/]{100,}+={0,2}+|[\\w-]{200,}+={0,2}+", "[base64]"),
            // Base64 that is broken into lines, in the text itself or escaped in a JSON string.
            rule("(?m)(?:^|(?<=\\\\n))[A-Za-z0-9+/]{60,}+={0,2}+(?=$|\\r|\\\\)", "[base64]"));

    /** Longest first, so that no rest of a longer secret stays. Replaced as a whole, never changed. */
    private static volatile List<String> secrets = List.of();

    private Redaction() {}

    private static Rule rule(String regex, String replacement) {
        return new Rule(Pattern.compile(regex), replacement);
    }

    /**
     * From now on this very text is hidden wherever it turns up, as it is and URL-encoded. Secrets shorter than
     * {@value #MIN_SECRET} characters are ignored; of more than {@value #MAX_SECRETS} the shortest are forgotten.
     */
    public static synchronized void register(String secret) {
        if (secret.length() < MIN_SECRET || secrets.contains(secret)) {
            return;
        }
        List<String> more = new ArrayList<>(secrets);
        more.add(secret);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        if (!encoded.equals(secret)) {
            more.add(encoded);
        }
        more.sort(Comparator.comparingInt(String::length).reversed());
        secrets = List.copyOf(more.subList(0, Math.min(more.size(), MAX_SECRETS)));
    }

    /** The text without secrets and picture data; the same instance when there was nothing to hide. */
    public static String redact(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern.matcher(clean);
            if (matcher.find()) {
                clean = matcher.replaceAll(rule.replacement);
            }
        }
        return clean;
    }
}
