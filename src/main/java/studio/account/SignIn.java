package studio.account;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.config.AppConfigFile;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Exchanges the work password for a session. */
@Singleton
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final int LONGEST_PASSWORD = 1024;

    private final AppConfigFile config;
    private final LoginThrottle throttle;
    private final SessionTokens tokens;
    private final SignInMetrics metrics;

    SignIn(AppConfigFile config, LoginThrottle throttle, SessionTokens tokens, SignInMetrics metrics) {
        this.config = config;
        this.throttle = throttle;
        this.tokens = tokens;
        this.metrics = metrics;
    }

    /**
     * @param device that has signed in before; it has tries of its own, which others cannot use up
     * @throws ProblemException 400 without a password, 401 {@code wrong_password}, 429 {@code too_many_tries}
     */
    SessionTokens.Issued with(String password, Optional<InetAddress> client, Optional<String> device) {
        if (password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            throw ProblemException.field("password", Message.of("account.password_missing"));
        }
        Optional<Duration> wait = throttle.take(client, device);
        if (wait.isPresent()) {
            metrics.throttled();
            throw tooMany(wait.get());
        }
        if (!PasswordCheck.matches(password, config.current().auth())) {
            metrics.wrongPassword();
            LOG.warnf("Wrong password from %s", shown(client));
            throw ProblemException.of(ProblemCode.WRONG_PASSWORD);
        }
        throttle.clear(client, device);
        metrics.signedIn();
        LOG.infof("Signed in from %s", shown(client));
        return tokens.issue(Instant.now());
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
