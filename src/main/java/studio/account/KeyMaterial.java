package studio.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Auth;

/** Whether this machine can do what sign-in needs: hash passwords and sign sessions. Tells no secret. */
public final class KeyMaterial {
    /** "U*U", of the test vectors that come with the original crypt_blowfish. */
    private static final String KNOWN_HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private KeyMaterial() {}

    /** @return what does not work; null when all does */
    public static @Nullable String fault(@Nullable Auth auth) {
        Auth known = new Auth(null, KNOWN_HASH, "a secret of nobody, for a try", Duration.ofHours(1));
        if (!PasswordCheck.matches("U*U", known) || PasswordCheck.matches("U*V", known)) {
            return "bcrypt does not work";
        }
        try {
            Auth used = auth == null ? known : auth;
            byte[] signed = sign(SessionKey.of(used));
            return MessageDigest.isEqual(signed, sign(SessionKey.of(used))) ? null : "HMAC-SHA256 does not work";
        } catch (GeneralSecurityException e) {
            return "HMAC-SHA256 does not work: " + e.getMessage();
        }
    }

    private static byte[] sign(SessionKey key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(key.key().getAlgorithm());
        mac.init(key.key());
        return mac.doFinal("header.payload".getBytes(StandardCharsets.US_ASCII));
    }
}
