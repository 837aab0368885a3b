package studio.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.config.InvalidConfigException;
import studio.config.SecretReferences;

/**
 * The token with which a collector on another machine reads {@code /q/metrics} and nothing else ({@code METRICS_TOKEN}), since a
 * session would end. It may be a reference such as {@code file:/run/secrets/metrics}.
 */
@Singleton
public class MetricsToken {
    private static final int MIN_CHARACTERS = 16;

    /** Who may read the metrics without a session. */
    @RegisterForReflection
    @ConfigMapping(prefix = "studio.metrics")
    public interface Settings {

        /** {@code METRICS_TOKEN}: a token of at least 16 characters, or a reference to one. */
        Optional<String> token();
    }

    private final Optional<byte[]> expected;

    @Inject
    MetricsToken(Settings settings, SecretReferences references) {
        this(settings.token().map(written -> resolve(written, references)));
    }

    MetricsToken(Optional<String> token) {
        this.expected = token.map(MetricsToken::bytes);
    }

    private static String resolve(String written, SecretReferences references) {
        String token;
        try {
            token = references.resolve(written.strip());
        } catch (InvalidConfigException e) {
            throw new IllegalStateException("METRICS_TOKEN: " + e.getMessage(), e);
        }
        if (token.length() < MIN_CHARACTERS) {
            throw new IllegalStateException("METRICS_TOKEN needs at least " + MIN_CHARACTERS + " characters");
        }
        return token;
    }

    /** Whether an {@code Authorization} header carries the token. Compares in constant time. */
    boolean matches(@Nullable String authorization) {
        String token = SessionAuthentication.bearer(authorization);
        return token != null
                && expected.filter(bytes -> MessageDigest.isEqual(bytes, bytes(token)))
                        .isPresent();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
