package studio.account;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes devices that have signed in before, so that strangers who guess cannot lock their owner out. A mark opens nothing;
 * it ends with the password or the secret that it was signed under.
 */
@Singleton
class DeviceMarks {
    private static final String PURPOSE = "device mark\n";
    private static final int ID_BYTES = 16;
    /** An id and an HMAC-SHA256 in base64url, and the dot between them. */
    private static final int LENGTH = 22 + 1 + 43;

    private final SessionTokens tokens;
    private final SecureRandom random = new SecureRandom();

    DeviceMarks(SessionTokens tokens) {
        this.tokens = tokens;
    }

    /** The mark for a device that has just signed in; one that it has already is kept. */
    String issue(@Nullable String sent) {
        Optional<String> known = device(sent);
        if (known.isPresent()) {
            return mark(known.get());
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return mark(text(id));
    }

    /** The id of the device that a mark was issued to; empty when it was not issued under this password. */
    Optional<String> device(@Nullable String sent) {
        if (sent == null || sent.length() != LENGTH) {
            return Optional.empty();
        }
        String id = sent.substring(0, sent.indexOf('.') < 0 ? 0 : sent.indexOf('.'));
        boolean ours = MessageDigest.isEqual(
                mark(id).getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.US_ASCII));
        return ours ? Optional.of(id) : Optional.empty();
    }

    private String mark(String id) {
        SessionKey key = tokens.key();
        try {
            Mac mac = Mac.getInstance(key.key().getAlgorithm());
            mac.init(key.key());
            byte[] signed = mac.doFinal((PURPOSE + key.generation() + "\n" + id).getBytes(StandardCharsets.UTF_8));
            return id + "." + text(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
