package studio.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/** A value that breaks the rules of the configuration, or a document with such values. It never quotes a secret. */
public final class InvalidConfigException extends IllegalArgumentException {
    private final List<Message> problems;

    InvalidConfigException(Message problem) {
        this(List.of(problem), null);
    }

    InvalidConfigException(List<Message> problems, @Nullable Throwable cause) {
        super(together(problems).in(Language.ENGLISH), cause);
        this.problems = List.copyOf(problems);
    }

    private static Message together(List<Message> problems) {
        return problems.stream().reduce(Message::followedBy).orElseThrow();
    }

    /** One for each wrong field of a document. */
    List<Message> problems() {
        return problems;
    }

    /** All of them as one text; of a single value the end of a sentence that starts with the value's name. */
    public Message sentence() {
        return together(problems);
    }
}
