package studio.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.config.Auth;
import studio.files.Sha256;

/** Compares what was typed with the work password. Takes some hundred milliseconds with a hash: not for an event loop. */
public final class Credentials {
    /** "U*U", of the test vectors that come with the original crypt_blowfish. */
    private static final String KNOWN_HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private static final int PREFIX = 4;

    private Credentials() {}

    static boolean match(String typed, Auth auth) {
        String hash = auth.passwordHash();
        if (hash != null) {
            // $2b$ and $2y$ name the same algorithm, and the library knows the oldest name only.
            return BcryptUtil.matches(typed, "$2a$" + hash.substring(PREFIX));
        }
        String password = auth.password();
        // Digests, so that neither content nor length shows in the time it takes.
        return password != null && MessageDigest.isEqual(Sha256.of(typed), Sha256.of(password));
    }

    /**
     * Tries whether this machine can hash passwords and sign sessions.
     *
     * @param auth whose key is used; null for a made-up one
     * @return what does not work, without any secret; null when all does
     */
    public static @Nullable String fault(@Nullable Auth auth) {
        Auth known = new Auth(null, KNOWN_HASH, "a secret of nobody, for a try", "1h");
        if (!match("U*U", known) || match("U*V", known)) {
            return "bcrypt does not work";
        }
        try {
            Auth used = auth == null ? known : auth;
            String signed = SessionKey.of(used).sign("header.payload");
            return signed.equals(SessionKey.of(used).sign("header.payload")) ? null : "HMAC-SHA256 does not work";
        } catch (IllegalStateException e) {
            return "HMAC-SHA256 does not work: " + e.getCause();
        }
    }
}
