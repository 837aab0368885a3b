package studio.apiconfig;

import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Gathers the wrong fields of a request, so that all of them are told at once. */
final class Faults {
    private @Nullable ProblemException problem;

    void add(String field, Message message) {
        ProblemException before = problem;
        problem = before == null ? ProblemException.wrong(field, message) : before.withField(field, message);
    }

    void tooLong(String field, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            add(field, Message.of("apiconfig.too_long", longest));
        }
    }

    /** @throws ProblemException when there is a fault */
    void raise() {
        if (problem != null) {
            throw problem;
        }
    }
}
