package studio.proof;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import studio.testing.Client;

/**
 * What a server that may be killed at any moment must still know of one kind of thing: exactly what it has acknowledged; and
 * of a change that it had not yet answered, the value before or after.
 */
final class Remembered {
    static final String ABSENT = "absent";

    private final Map<String, Set<String>> possible = new ConcurrentHashMap<>();

    /** What the server has told or acknowledged. */
    void know(String id, String value) {
        possible.put(id, Set.of(value));
    }

    /** Asks for a change and remembers its value, or both values if the server dies before it answers. */
    Client.Answer change(String id, String value, int expected, Callable<Client.Answer> request) throws Exception {
        String before = possible.getOrDefault(id, Set.of(ABSENT)).iterator().next();
        possible.put(id, Objects.equals(before, value) ? Set.of(value) : Set.of(before, value));
        Client.Answer answer = request.call();
        if (answer.status() != expected) {
            throw new AssertionError(
                    "expected %d for %s, got %d: %s".formatted(expected, id, answer.status(), answer.body()));
        }
        know(id, value);
        return answer;
    }

    /** Of which something is remembered. */
    Set<String> ids() {
        return possible.keySet();
    }

    boolean knows(String id) {
        return possible.containsKey(id);
    }

    /** Compares with what the server tells after its start, and takes that as known from here on. */
    void verify(String kind, Map<String, String> told) {
        possible.replaceAll((id, values) -> {
            String now = told.getOrDefault(id, ABSENT);
            if (!values.contains(now)) {
                throw new AssertionError("%s %s is %s, it should be one of %s".formatted(kind, id, now, values));
            }
            return Set.of(now);
        });
    }
}
