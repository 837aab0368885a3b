package studio.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/**
 * A value that breaks the rules of the configuration, or a document with such values. It never quotes a secret. On startup Quarkus prints
 * the message alone, without a stack trace, and ends with exit code 1.
 */
public final class InvalidConfigException extends ConfigurationException {
    private final List<Message> problems;

    InvalidConfigException(Message problem) {
        this(List.of(problem), null);
    }

    InvalidConfigException(List<Message> problems, @Nullable Throwable cause) {
        this(together(problems).in(Language.ENGLISH), problems, cause);
    }

    private InvalidConfigException(String text, List<Message> problems, @Nullable Throwable cause) {
        super(text, cause);
        this.problems = List.copyOf(problems);
    }

    /** @param key of the sentence, see {@link Message#of} */
    static void throwIf(boolean wrong, String key, Object... arguments) {
        if (wrong) {
            throw new InvalidConfigException(Message.of(key, arguments));
        }
    }

    /** A document that cannot be read or written at all; the sentence is for the operator. */
    static InvalidConfigException unusable(String place, String sentence) {
        return new InvalidConfigException(Message.verbatim(sentence, sentence)).at(place);
    }

    /** The same, with the place of the document and a line for each problem as its message. */
    InvalidConfigException at(String place) {
        String lines = problems.stream()
                .map(problem -> "\n  - " + problem.in(Language.ENGLISH))
                .collect(Collectors.joining("", place + " cannot be used:", ""));
        // Without a cause: Quarkus prints the innermost message.
        return new InvalidConfigException(lines, problems, null);
    }

    private static Message together(List<Message> problems) {
        return problems.stream().reduce(Message::followedBy).orElseThrow();
    }

    /** All problems as one text; of a single value the end of a sentence that starts with the value's name. */
    public Message sentence() {
        return together(problems);
    }
}
