package studio.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.log.Redaction;

/**
 * Resolves secrets that are kept outside {@code app.config.json}: {@code env:NAME} is an environment variable,
 * {@code file:/path} the content of a file; anything else is the secret itself. Values are trimmed and must be one line. Whatever was
 * resolved is hidden from the log from then on.
 */
@Singleton
public class SecretReferences {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final int MOST_BYTES = 16 << 10;

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

    /** @throws SecretUnavailableException when the reference leads nowhere */
    public String resolve(String text) throws SecretUnavailableException {
        if (text.startsWith(ENV)) {
            String name = text.substring(ENV.length()).strip();
            String value = Optional.ofNullable(environment.apply(name)).orElse("");
            return usable(value, "环境变量 " + name, "the environment variable " + name);
        }
        if (text.startsWith(FILE)) {
            String path = text.substring(FILE.length()).strip();
            return usable(read(path), "文件 " + path, "the file " + path);
        }
        Redaction.register(text);
        return text;
    }

    private static String read(String path) throws SecretUnavailableException {
        // "file:///run/secrets/key" is written as often as "file:/run/secrets/key".
        String plain = path.startsWith("///") ? path.substring(2) : path;
        try {
            Path file = Path.of(plain);
            if (!file.isAbsolute() || !Files.isRegularFile(file)) {
                throw new SecretUnavailableException("文件 " + path + " 不存在", "the file " + path + " does not exist");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new SecretUnavailableException(
                            "文件 " + path + " 过大，不像是密钥", "the file " + path + " is too large for a secret");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException | InvalidPathException e) {
            throw new SecretUnavailableException("文件 " + path + " 无法读取", "the file " + path + " cannot be read", e);
        }
    }

    private static String usable(String value, String zh, String en) throws SecretUnavailableException {
        String secret = value.strip();
        if (secret.isEmpty()) {
            throw new SecretUnavailableException(zh + " 未设置或为空", en + " is not set or empty");
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new SecretUnavailableException(zh + " 只能有一行", en + " must hold a single line");
        }
        Redaction.register(secret);
        return secret;
    }
}
