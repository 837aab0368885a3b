package studio.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.log.Redaction;
import studio.problem.Message;

/**
 * Resolves secrets that are kept outside {@code app.config.json}: {@code env:NAME} is an environment variable,
 * {@code file:/path} the content of a file; anything else is the secret itself. Values are trimmed and must be one line. Whatever was
 * resolved is hidden from the log from then on.
 */
@Singleton
public class SecretReferences {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final int MAX_BYTES = 16 << 10;

    private final Function<String, @Nullable String> environment;

    @Inject
    SecretReferences() {
        this(System::getenv);
    }

    SecretReferences(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** Whether the text points to a secret instead of being one. */
    public static boolean isReference(String text) {
        return text.startsWith(ENV) || text.startsWith(FILE) || text.equals(SandboxKey.REFERENCE);
    }

    /** A reference to this environment variable, when it has a value. */
    Optional<String> toEnvironment(String name) {
        return Optional.ofNullable(environment.apply(name))
                .filter(value -> !value.isBlank())
                .map(value -> ENV + name);
    }

    /** @throws InvalidConfigException when the reference leads nowhere */
    public String resolve(String text) {
        if (text.startsWith(ENV)) {
            String name = text.substring(ENV.length()).strip();
            String value = Optional.ofNullable(environment.apply(name)).orElse("");
            return usable(value, Message.of("config.source_variable", name));
        }
        if (text.startsWith(FILE)) {
            String path = text.substring(FILE.length()).strip();
            return usable(read(path), Message.of("config.source_file", path));
        }
        Redaction.register(text);
        return text;
    }

    private static String read(String path) {
        // "file:///run/secrets/key" is written as often as "file:/run/secrets/key".
        String plain = path.startsWith("///") ? path.substring(2) : path;
        try {
            Path file = Path.of(plain);
            boolean missing = !file.isAbsolute() || !Files.isRegularFile(file);
            InvalidConfigException.throwIf(missing, "config.secret_file_missing", path);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                InvalidConfigException.throwIf(bytes.length > MAX_BYTES, "config.secret_file_too_large", path);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException | InvalidPathException e) {
            throw new InvalidConfigException(List.of(Message.of("config.secret_file_unreadable", path)), e);
        }
    }

    private static String usable(String value, Message source) {
        String secret = value.strip();
        boolean lines = secret.chars().anyMatch(Character::isISOControl);
        InvalidConfigException.throwIf(secret.isEmpty(), "config.source_empty", source);
        InvalidConfigException.throwIf(lines, "config.source_not_a_single_line", source);
        Redaction.register(secret);
        return secret;
    }
}
