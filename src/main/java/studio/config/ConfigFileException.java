package studio.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import studio.problem.Language;

/**
 * {@code app.config.json} cannot be used. At the start Quarkus prints the message alone, without a stack trace, and ends
 * with exit code 1; later the last good state stays in use.
 */
public final class ConfigFileException extends ConfigurationException {
    private final String sentences;

    /** @param problem a sentence */
    ConfigFileException(Path file, String problem) {
        super(file + " cannot be used:\n  - " + problem);
        this.sentences = problem;
    }

    ConfigFileException(Path file, InvalidConfigException invalid) {
        super(file + " cannot be used:\n  - "
                + invalid.problems().stream()
                        .map(problem -> problem.in(Language.ENGLISH))
                        .collect(Collectors.joining("\n  - ")));
        this.sentences = invalid.sentences().in(Language.ENGLISH);
    }

    /** What is wrong, without the path. */
    public String sentences() {
        return sentences;
    }
}
