package studio.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.config.CurrentConfig;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Exchanges the work password for a session. */
@Singleton
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final int MAX_PASSWORD = 1024;

    private final CurrentConfig config;
    private final LoginThrottle throttle;
    private final SessionTokens tokens;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    /** How a sign-in ends: many wrong passwords suggest guessing. */
    private enum Outcome {
        SIGNED_IN,
        WRONG_PASSWORD,
        THROTTLED
    }

    SignIn(CurrentConfig config, LoginThrottle throttle, SessionTokens tokens, MeterRegistry metrics) {
        this.config = config;
        this.throttle = throttle;
        this.tokens = tokens;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("studio.sign.ins")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .description("Tries to sign in")
                            .register(metrics));
        }
    }

    /**
     * @param device that has signed in before; it has tries of its own, which others cannot use up
     * @throws ProblemException 400 without a password, 401 {@code wrong_password}, 429 {@code too_many_tries}
     */
    SessionTokens.Issued with(String password, Optional<InetAddress> client, Optional<String> device) {
        if (password.isEmpty() || password.length() > MAX_PASSWORD) {
            throw ProblemException.field("password", Message.of("account.password_missing"));
        }
        Optional<Duration> wait = throttle.take(client, device);
        if (wait.isPresent()) {
            count(Outcome.THROTTLED);
            throw tooMany(wait.get());
        }
        if (!Credentials.match(password, config.current().auth())) {
            count(Outcome.WRONG_PASSWORD);
            LOG.warnf("Wrong password from %s", shown(client));
            throw ProblemException.of(ProblemCode.WRONG_PASSWORD);
        }
        throttle.clear(client, device);
        count(Outcome.SIGNED_IN);
        LOG.infof("Signed in from %s", shown(client));
        return tokens.issue(Instant.now());
    }

    private void count(Outcome outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }

    private static ProblemException tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return ProblemException.of(ProblemCode.TOO_MANY_TRIES, seconds)
                .withHeader("Retry-After", Long.toString(seconds));
    }

    private static String shown(Optional<InetAddress> client) {
        return client.map(InetAddress::getHostAddress).orElse("an unknown address");
    }
}
