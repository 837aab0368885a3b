package studio.account;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.config.Auth;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * Exchanges the work password for a session. Recognizes devices that have signed in before, so that strangers who guess cannot lock
 * their owner out.
 */
@Singleton
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final int DEVICE_ID_BYTES = 16;

    /** @param deviceMark what the device sends with its next sign-in */
    record SignedIn(SessionTokens.Issued tokens, String deviceMark) {}

    private final PasswordCheck check;
    private final SessionTokens tokens;
    private final SecureRandom random = new SecureRandom();

    SignIn(PasswordCheck check, SessionTokens tokens) {
        this.check = check;
        this.tokens = tokens;
    }

    /**
     * Opens a session for whoever knows the password.
     *
     * @param remember whether this device stays signed in for long
     * @param mark of a device that has signed in before; it has tries of its own, which others cannot use up
     * @throws ProblemException 400 without a password, 401 {@code wrong_password}, 429 {@code too_many_tries}
     */
    SignedIn with(
            String password, boolean remember, Optional<InetAddress> client, Device device, @Nullable String mark) {
        Optional<String> known = tokens.key().device(mark);
        Auth auth = check.opened(password, client, known)
                .orElseThrow(() -> ProblemException.of(ProblemCode.WRONG_PASSWORD));
        LOG.infof("Signed in from %s", PasswordCheck.shown(client));
        return open(auth, device, remember, known.orElseGet(this::newDevice));
    }

    /** Opens a session with what a password has opened, on a device that is new to it. */
    SignedIn anew(Auth auth, Device device, boolean remember) {
        return open(auth, device, remember, newDevice());
    }

    private SignedIn open(Auth auth, Device device, boolean remember, String id) {
        return new SignedIn(
                tokens.issue(auth, device, remember, Instant.now()),
                tokens.key().deviceMark(id));
    }

    private String newDevice() {
        byte[] id = new byte[DEVICE_ID_BYTES];
        random.nextBytes(id);
        return SessionKey.base64(id);
    }
}
