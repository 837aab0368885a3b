package studio.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import studio.problem.Language;

/**
 * {@code app.config.json} cannot be used. On startup Quarkus prints the message alone, without a stack trace, and ends with exit
 * code 1; later the last good state stays in use.
 */
public final class ConfigFileException extends ConfigurationException {
    private final List<String> sentences;

    ConfigFileException(String place, String sentence) {
        this(place, List.of(sentence));
    }

    ConfigFileException(String place, InvalidConfigException invalid) {
        this(
                place,
                invalid.problems().stream()
                        .map(problem -> problem.in(Language.ENGLISH))
                        .toList());
    }

    private ConfigFileException(String place, List<String> sentences) {
        super(sentences.stream()
                .map(sentence -> "\n  - " + sentence)
                .collect(Collectors.joining("", place + " cannot be used:", "")));
        this.sentences = sentences;
    }

    /** What is wrong, without the path. */
    public String sentences() {
        return String.join(" ", sentences);
    }
}
