package studio.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/**
 * Who may come in: the part {@code auth} of {@code app.config.json}, whose references are resolved when it is in use. Texts are trimmed;
 * absent and empty ones are null.
 *
 * @param password null when there is a hash
 * @param passwordHash bcrypt
 * @param jwtSecret what session tokens are signed with
 * @param tokenExpiresIn how long a sign-in lasts, as {@link #lifetime} reads it
 */
@RegisterForReflection
public record Auth(
        @Size(max = 1024, message = "config.too_long") @WrittenAs(WrittenAs.Form.PASSWORD) @Nullable
        String password,

        @WrittenAs(WrittenAs.Form.BCRYPT_HASH) @Nullable String passwordHash,

        @NotEmpty(message = "config.session_secret_missing")
        @Size(max = 4096, message = "config.too_long")
        @WrittenAs(WrittenAs.Form.SIGNING_SECRET)
        @Nullable
        String jwtSecret,

        @JsonDeserialize(using = ConfigJson.NumberOrText.class) @WrittenAs(WrittenAs.Form.LIFETIME) @Nullable
        String tokenExpiresIn) {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int MIN_COST = 4;

    /** Each step doubles the time of a sign-in; 16 takes seconds already. */
    private static final int MAX_COST = 16;

    private static final int MIN_SECRET = 16;
    private static final int MIN_PASSWORD = 8;

    /** What bcrypt looks at; it would ignore the rest. */
    private static final int MAX_HASHED_BYTES = 72;

    private static final Pattern LIFETIME = Pattern.compile("(\\d{1,9})\\s*([smhdw]?)");
    private static final Map<String, Integer> SECONDS = Map.of("m", 60, "h", 3600, "d", 86_400, "w", 604_800);
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(12);
    private static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    private static final Duration MAX_LIFETIME = Duration.ofDays(366);

    /** From example files and documentation, in lower case. */
    private static final Pattern WELL_KNOWN =
            Pattern.compile("admin|default|letmein|passw(or)?d|qwerty|secret|super-secret-string|test"
                    + "|12345(6(78(90?)?)?)?|(please[-_ ]?)?(change|replace)[-_ ]?(me|this|it).*"
                    + "|your[-_ ].*|<.*>|example[-_ ].*|(.)\\8*");

    public Auth {
        passwordHash = present(passwordHash);
        password = passwordHash == null ? present(password) : null;
        jwtSecret = present(jwtSecret);
        tokenExpiresIn = present(tokenExpiresIn);
    }

    private static @Nullable String present(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The secret of an entry in use. */
    public String secret() {
        return Objects.requireNonNull(jwtSecret);
    }

    public Duration tokenLifetime() {
        return Optional.ofNullable(tokenExpiresIn).flatMap(Auth::lifetime).orElse(DEFAULT_LIFETIME);
    }

    /** Reads {@code 12h}, {@code 7d}, {@code 30m}, {@code 90s} or a number of seconds; empty unless one minute to 366 days. */
    static Optional<Duration> lifetime(String text) {
        Matcher matcher = LIFETIME.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 1);
        return Optional.of(Duration.ofSeconds(seconds))
                .filter(time -> time.compareTo(MIN_LIFETIME) >= 0 && time.compareTo(MAX_LIFETIME) <= 0);
    }

    static @Nullable Message hashFault(String hash) {
        Matcher matcher = BCRYPT.matcher(hash);
        if (!matcher.matches()) {
            return Message.of("config.bcrypt_form");
        }
        int cost = Integer.parseInt(matcher.group(1));
        return cost < MIN_COST || cost > MAX_COST ? Message.of("config.bcrypt_cost", matcher.group(1)) : null;
    }

    static @Nullable Message secretFault(String secret) {
        if (isWellKnown(secret)) {
            return Message.of("config.session_secret_well_known");
        }
        return secret.length() < MIN_SECRET ? Message.of("config.too_short", MIN_SECRET) : null;
    }

    /** What is wrong with a password that is to be the new one: stricter than what a document may already have. */
    public static @Nullable Message newPasswordFault(String password) {
        if (password.codePointCount(0, password.length()) < MIN_PASSWORD) {
            return Message.of("account.password_too_short", MIN_PASSWORD);
        }
        if (password.getBytes(UTF_8).length > MAX_HASHED_BYTES) {
            return Message.of("account.password_too_long");
        }
        if (!password.equals(password.strip()) || password.chars().anyMatch(Character::isISOControl)) {
            return Message.of("account.password_blank_at_end");
        }
        return isWellKnown(password) ? Message.of("account.password_well_known") : null;
    }

    /** Whether everybody knows it: it protects nothing. */
    static boolean isWellKnown(String text) {
        return WELL_KNOWN.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
        return "Auth[" + (passwordHash == null ? "password" : "passwordHash") + ", " + tokenExpiresIn + "]";
    }
}
