package studio.config;

import java.util.List;

/** A document that breaks the rules of {@code app.config.json}; one sentence for each field. */
final class InvalidConfigException extends Exception {
    private final List<String> problems;

    InvalidConfigException(List<String> problems) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
