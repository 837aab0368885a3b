package studio.practice;

import java.util.Map;

/** How a wire form says that a request failed; a bean of each form that has words of its own. */
public interface ErrorWords {
    /** Whether an address belongs to this form. */
    boolean speaksAt(String path);

    Envelope envelope(Refusal refusal);

    /**
     * An error as it is sent.
     *
     * @param status of the answer, if it is not hidden in a 200
     * @param body JSON
     */
    record Envelope(int status, Map<String, String> headers, Map<String, Object> body) {}
}
