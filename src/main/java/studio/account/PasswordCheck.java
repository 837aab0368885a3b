package studio.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Auth;
import studio.files.Sha256;

/** Compares what was typed with the work password. Takes some hundred milliseconds with a hash: not for an event loop. */
final class PasswordCheck {
    private static final int PREFIX = 4;

    private PasswordCheck() {}

    static boolean matches(String typed, Auth auth) {
        String hash = auth.passwordHash();
        if (hash != null) {
            // $2b$ and $2y$ name the same algorithm, and the library knows the oldest name only.
            return BcryptUtil.matches(typed, "$2a$" + hash.substring(PREFIX));
        }
        return sameText(typed, auth.password());
    }

    /** Compares digests, so that neither content nor length shows in the time it takes. */
    private static boolean sameText(String typed, @Nullable String expected) {
        return expected != null && MessageDigest.isEqual(Sha256.of(typed), Sha256.of(expected));
    }
}
