package studio.config;

import java.util.List;
import java.util.stream.Collectors;
import studio.model.Note;

/** A document that breaks the rules of {@code app.config.json}; one sentence for each field. */
final class InvalidConfigException extends Exception {
    private final List<Note> problems;

    InvalidConfigException(Note problem) {
        this(List.of(problem));
    }

    InvalidConfigException(List<Note> problems) {
        super(problems.stream().map(Note::en).collect(Collectors.joining(" ")));
        this.problems = List.copyOf(problems);
    }

    List<Note> problems() {
        return problems;
    }

    /** All of them as one text. */
    Note sentences() {
        return new Note(problems.stream().map(Note::zh).collect(Collectors.joining()), String.valueOf(getMessage()));
    }
}
