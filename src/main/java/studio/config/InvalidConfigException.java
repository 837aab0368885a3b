package studio.config;

import java.util.List;
import studio.problem.Language;
import studio.problem.Message;

/** A document that breaks the rules of {@code app.config.json}; one sentence for each field. */
final class InvalidConfigException extends Exception {
    private final List<Message> problems;

    InvalidConfigException(Message problem) {
        this(List.of(problem));
    }

    InvalidConfigException(List<Message> problems) {
        super(together(problems).in(Language.ENGLISH));
        this.problems = List.copyOf(problems);
    }

    private static Message together(List<Message> problems) {
        return problems.stream().reduce(Message::followedBy).orElseThrow();
    }

    List<Message> problems() {
        return problems;
    }

    /** All of them as one text. */
    Message sentences() {
        return together(problems);
    }
}
