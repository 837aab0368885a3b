package studio.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import studio.config.Auth;
import studio.files.Sha256;

/**
 * What session tokens and device marks are signed with and tied to. The key is a digest of {@code auth.jwtSecret}, so a text of any
 * length gives the 256 bits that HS256 wants.
 *
 * @param generation changes with the password, so that tokens and marks of an old one are worthless
 */
record SessionKey(SecretKey key, String generation) {
    private static final String SESSION = "image-studio session\n";
    private static final String DEVICE = "device mark\n";
    private static final int GENERATION_BYTES = 12;

    static SessionKey of(Auth auth) {
        SecretKey key = new SecretKeySpec(Sha256.of(SESSION + auth.secret()), "HmacSHA256");
        String credential = auth.passwordHash() != null ? auth.passwordHash() : auth.password();
        byte[] print = hmac(key, Objects.requireNonNull(credential));
        return new SessionKey(key, base64(Arrays.copyOf(print, GENERATION_BYTES)));
    }

    /** The HMAC-SHA256 of a text, in base64url. */
    String sign(String text) {
        return base64(hmac(key, text));
    }

    /** The mark that recognizes a device which has signed in before. It opens nothing. */
    String deviceMark(String id) {
        return id + "." + sign(DEVICE + generation + "\n" + id);
    }

    /** The id of the device that a mark was issued to; empty when it was not issued under this password and secret. */
    Optional<String> device(@Nullable String mark) {
        String sent = mark == null ? "" : mark;
        String id = sent.substring(0, Math.max(0, sent.indexOf('.')));
        return MessageDigest.isEqual(bytes(deviceMark(id)), bytes(sent)) ? Optional.of(id) : Optional.empty();
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SessionKey[" + generation + "]";
    }
}
