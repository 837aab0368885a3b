package studio.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.config.Auth;
import studio.config.CurrentConfig;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Compares a typed password with the work password, slowly enough that guessing is no use. */
@Singleton
class PasswordCheck {
    private static final Logger LOG = Logger.getLogger(PasswordCheck.class);
    private static final int MAX_PASSWORD = 1024;

    private final CurrentConfig config;
    private final LoginThrottle throttle;
    /** Many wrong passwords suggest guessing. */
    private final Counter right;

    private final Counter wrong;
    private final Counter throttled;

    PasswordCheck(CurrentConfig config, LoginThrottle throttle, MeterRegistry metrics) {
        this.config = config;
        this.throttle = throttle;
        Meter.MeterProvider<Counter> counters = Counter.builder("studio.sign.ins")
                .description("Tries to sign in")
                .withRegistry(metrics);
        this.right = counters.withTag("outcome", "signed_in");
        this.wrong = counters.withTag("outcome", "wrong_password");
        this.throttled = counters.withTag("outcome", "throttled");
    }

    /**
     * What the password opens; empty when it is wrong.
     *
     * @param device has tries of its own, which others cannot use up; empty: the address's
     * @throws ProblemException 400 without a password, 429 {@code too_many_tries}
     */
    Optional<Auth> opened(String password, Optional<InetAddress> client, Optional<String> device) {
        if (password.isEmpty() || password.length() > MAX_PASSWORD) {
            throw ProblemException.field("password", Message.of("account.password_missing"));
        }
        Optional<Duration> wait = throttle.take(client, device);
        if (wait.isPresent()) {
            throttled.increment();
            long seconds = Math.max(1, wait.get().plusMillis(999).toSeconds());
            throw ProblemException.of(ProblemCode.TOO_MANY_TRIES, seconds)
                    .withHeader("Retry-After", Long.toString(seconds));
        }
        // Read once: what is opened belongs to this password, whatever it is a moment later.
        Auth auth = config.current().auth();
        if (!Credentials.match(password, auth)) {
            wrong.increment();
            LOG.warnf("Wrong password from %s", shown(client));
            return Optional.empty();
        }
        throttle.clear(client, device);
        right.increment();
        return Optional.of(auth);
    }

    static String shown(Optional<InetAddress> client) {
        return client.map(InetAddress::getHostAddress).orElse("an unknown address");
    }
}
