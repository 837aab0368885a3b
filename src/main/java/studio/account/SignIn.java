package studio.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.config.CurrentConfig;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * Exchanges the work password for a session. Recognizes devices that have signed in before, so that strangers who guess cannot lock
 * their owner out.
 */
@Singleton
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final int MAX_PASSWORD = 1024;
    private static final int DEVICE_ID_BYTES = 16;

    /** @param deviceMark what the device sends with its next sign-in */
    record SignedIn(SessionTokens.Issued tokens, String deviceMark) {}

    private final CurrentConfig config;
    private final LoginThrottle throttle;
    private final SessionTokens tokens;
    private final SecureRandom random = new SecureRandom();
    /** Many wrong passwords suggest guessing. */
    private final Counter signedIn;

    private final Counter wrong;
    private final Counter throttled;

    SignIn(CurrentConfig config, LoginThrottle throttle, SessionTokens tokens, MeterRegistry metrics) {
        this.config = config;
        this.throttle = throttle;
        this.tokens = tokens;
        Meter.MeterProvider<Counter> counters = Counter.builder("studio.sign.ins")
                .description("Tries to sign in")
                .withRegistry(metrics);
        this.signedIn = counters.withTag("outcome", "signed_in");
        this.wrong = counters.withTag("outcome", "wrong_password");
        this.throttled = counters.withTag("outcome", "throttled");
    }

    /**
     * @param mark of a device that has signed in before; it has tries of its own, which others cannot use up
     * @throws ProblemException 400 without a password, 401 {@code wrong_password}, 429 {@code too_many_tries}
     */
    SignedIn with(String password, Optional<InetAddress> client, @Nullable String mark) {
        if (password.isEmpty() || password.length() > MAX_PASSWORD) {
            throw ProblemException.field("password", Message.of("account.password_missing"));
        }
        Optional<String> device = tokens.key().device(mark);
        Optional<Duration> wait = throttle.take(client, device);
        if (wait.isPresent()) {
            throttled.increment();
            long seconds = Math.max(1, wait.get().plusMillis(999).toSeconds());
            throw ProblemException.of(ProblemCode.TOO_MANY_TRIES, seconds)
                    .withHeader("Retry-After", Long.toString(seconds));
        }
        String address = client.map(InetAddress::getHostAddress).orElse("an unknown address");
        if (!Credentials.match(password, config.current().auth())) {
            wrong.increment();
            LOG.warnf("Wrong password from %s", address);
            throw ProblemException.of(ProblemCode.WRONG_PASSWORD);
        }
        throttle.clear(client, device);
        signedIn.increment();
        LOG.infof("Signed in from %s", address);
        return new SignedIn(tokens.issue(Instant.now()), tokens.key().deviceMark(device.orElseGet(this::newDevice)));
    }

    private String newDevice() {
        byte[] id = new byte[DEVICE_ID_BYTES];
        random.nextBytes(id);
        return SessionKey.base64(id);
    }
}
