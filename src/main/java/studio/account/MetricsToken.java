package studio.account;

import io.vertx.core.http.HttpServerRequest;
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
class MetricsToken {
    private static final int MIN_CHARACTERS = 16;

    private final byte @Nullable [] expected;

    @Inject
    MetricsToken(MetricsSettings settings, SecretReferences references) {
        this(settings.token().map(written -> read(written, references)));
    }

    MetricsToken(Optional<String> token) {
        this.expected = token.map(MetricsToken::bytes).orElse(null);
    }

    private static String read(String written, SecretReferences references) {
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

    boolean carriedBy(HttpServerRequest request) {
        return matches(request.getHeader("Authorization"));
    }

    /** Compares in constant time. */
    boolean matches(@Nullable String authorization) {
        String token = SessionAuthentication.bearer(authorization);
        return expected != null && token != null && MessageDigest.isEqual(expected, bytes(token));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
