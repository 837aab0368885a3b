package studio.apiconfig;

import org.jspecify.annotations.Nullable;
import studio.web.ProblemException;

/** Gathers the wrong fields of a request, so that all of them are told at once. */
final class Faults {
    private @Nullable ProblemException problem;

    void add(String field, String zh, String en) {
        ProblemException before = problem;
        problem = before == null
                ? ProblemException.of(400, "invalid_request", field + " " + zh, field + " " + en)
                        .withField(field, zh, en)
                : before.withField(field, zh, en);
    }

    void tooLong(String field, @Nullable String text, int longest) {
        if (text != null && text.length() > longest) {
            add(field, "最多 " + longest + " 个字符", "must have at most " + longest + " characters");
        }
    }

    /** @throws ProblemException when there is a fault */
    void raise() {
        if (problem != null) {
            throw problem;
        }
    }
}
