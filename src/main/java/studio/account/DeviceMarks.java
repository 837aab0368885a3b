package studio.account;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes devices that have signed in before, so that strangers who guess cannot lock their owner out. A mark opens nothing;
 * it ends with the password or the secret that it was signed under.
 */
@Singleton
class DeviceMarks {
    private static final String PURPOSE = "device mark\n";
    private static final int ID_BYTES = 16;
    private static final int ID_LENGTH = 22;
    /** An id and an HMAC-SHA256 in base64url, and the dot between them. */
    private static final int LENGTH = ID_LENGTH + 1 + 43;

    private final SessionTokens tokens;
    private final SecureRandom random = new SecureRandom();

    DeviceMarks(SessionTokens tokens) {
        this.tokens = tokens;
    }

    /** The mark for a device that has just signed in; one that it has already is kept. */
    String issue(@Nullable String sent) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return mark(device(sent).orElseGet(() -> SessionKey.base64(id)));
    }

    /** The id of the device that a mark was issued to; empty when it was not issued under this password. */
    Optional<String> device(@Nullable String sent) {
        if (sent == null || sent.length() != LENGTH) {
            return Optional.empty();
        }
        String id = sent.substring(0, ID_LENGTH);
        boolean ours = MessageDigest.isEqual(
                mark(id).getBytes(StandardCharsets.US_ASCII), sent.getBytes(StandardCharsets.US_ASCII));
        return ours ? Optional.of(id) : Optional.empty();
    }

    private String mark(String id) {
        SessionKey key = tokens.key();
        return id + "." + key.sign(PURPOSE + key.generation() + "\n" + id);
    }
}
