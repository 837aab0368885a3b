package studio.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code app.config.json} cannot be used. At the start Quarkus prints the message alone, without a stack trace, and ends
 * with exit code 1; later the last good state stays in use.
 */
public final class ConfigFileException extends ConfigurationException {
    private final String sentences;

    /** @param problems one sentence each, starting with the field's name */
    ConfigFileException(Path file, List<String> problems) {
        super(file + " cannot be used:\n  - " + String.join("\n  - ", problems));
        this.sentences = String.join(" ", problems);
    }

    /** What is wrong, without the path. */
    public String sentences() {
        return sentences;
    }
}
