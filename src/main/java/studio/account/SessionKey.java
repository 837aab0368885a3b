package studio.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import studio.config.Auth;
import studio.files.Sha256;

/**
 * What session tokens are signed with and tied to. The key is a digest of {@code auth.jwtSecret}, so a text of any length
 * gives the 256 bits that HS256 wants.
 *
 * @param generation changes with the password, so that tokens of an old one are worthless
 */
record SessionKey(SecretKey key, String generation) {
    private static final String PURPOSE = "image-studio session\n";
    private static final int GENERATION_BYTES = 12;

    static SessionKey of(Auth auth) {
        SecretKey key = new SecretKeySpec(Sha256.of(PURPOSE + auth.secret()), "HmacSHA256");
        String credential = auth.passwordHash() != null ? auth.passwordHash() : auth.password();
        byte[] print = hmac(key, Objects.requireNonNull(credential));
        return new SessionKey(key, base64(Arrays.copyOf(print, GENERATION_BYTES)));
    }

    /** The HMAC-SHA256 of a text, in base64url. */
    String sign(String text) {
        return base64(hmac(key, text));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SessionKey[" + generation + "]";
    }
}
