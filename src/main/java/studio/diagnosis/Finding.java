package studio.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.problem.Message;

/**
 * What a check found. Holds no secrets.
 *
 * @param message what it is, and what to do when it is not well
 * @param data figures for programs: texts, numbers and flags
 */
public record Finding(State state, Message message, Map<String, Object> data) {

    /** How bad it is: {@code warn} works and should be seen to, {@code fail} does not work. */
    @Schema(name = "CheckState")
    public enum State {
        OK,
        WARN,
        FAIL;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param arguments of the sentence, see {@link Message#of} */
    public static Finding ok(String key, Object... arguments) {
        return new Finding(State.OK, Message.of(key, arguments), Map.of());
    }

    public static Finding warn(String key, Object... arguments) {
        return new Finding(State.WARN, Message.of(key, arguments), Map.of());
    }

    public static Finding fail(String key, Object... arguments) {
        return new Finding(State.FAIL, Message.of(key, arguments), Map.of());
    }

    /** @param value a text, a number or a flag */
    public Finding with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(data);
        more.put(name, value);
        return new Finding(state, message, Map.copyOf(more));
    }

    public boolean works() {
        return state != State.FAIL;
    }
}
