package studio.push;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemException;

/**
 * A browser that wants to hear of the end of tasks.
 *
 * @param sessionId the session with which it ends
 * @param endpoint where its push service takes messages; secret, since anybody who knows it could have it dropped
 * @param browserKey its public key, 65 bytes in base64url
 * @param authSecret 16 bytes, the same
 * @param contact see {@link ServerKey#authorization}
 * @param language of its messages, a name of {@link Language}
 * @param showPrompt whether messages may carry the prompt, which then stands on a locked screen
 */
record Subscription(
        String sessionId,
        String endpoint,
        String browserKey,
        String authSecret,
        String contact,
        Language language,
        boolean showPrompt,
        Instant createdAt) {
    private static final int MAX_ENDPOINT = 1000;
    private static final int AUTH_BYTES = 16;
    private static final Pattern CONTACT = Pattern.compile("https://[A-Za-z0-9.-]{1,200}(?::\\d{1,5})?");
    /** Where the page came from no address that could be named. */
    private static final String UNKNOWN = "mailto:nobody@image-studio.invalid";

    /** @throws ProblemException 400, when a browser cannot have said so */
    static String checkedEndpoint(@Nullable String given) {
        try {
            URI address = new URI(given == null ? "" : given);
            boolean plain = address.getRawUserInfo() == null && address.getRawFragment() == null;
            if ("https".equals(address.getScheme())
                    && address.getHost() != null
                    && plain
                    && address.toString().length() <= MAX_ENDPOINT) {
                return address.toString();
            }
        } catch (URISyntaxException e) {
            // Refused below, like every other address that is none.
        }
        throw ProblemException.wrong("endpoint", Message.of("push.endpoint"));
    }

    static String checkedKey(@Nullable String given) {
        byte[] key = decoded("keys.p256dh", given, P256.PUBLIC_BYTES);
        try {
            Object unused = P256.publicKey(key);
            return P256.base64(key);
        } catch (GeneralSecurityException e) {
            throw ProblemException.wrong("keys.p256dh", Message.of("push.key"));
        }
    }

    static String checkedSecret(@Nullable String given) {
        return P256.base64(decoded("keys.auth", given, AUTH_BYTES));
    }

    /** @param origin of the page that asks */
    static String contactOf(@Nullable String origin) {
        String written = origin == null ? "" : origin.toLowerCase(Locale.ROOT);
        return CONTACT.matcher(written).matches() ? written : UNKNOWN;
    }

    private static byte[] decoded(String field, @Nullable String given, int length) {
        try {
            String text = given == null || given.length() > 200 ? "" : given.replaceAll("=+\\z", "");
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw ProblemException.wrong(field, Message.of("push.key"));
    }

    /** Never shows where or how. */
    @Override
    public String toString() {
        return "Subscription[" + sessionId + "]";
    }
}
