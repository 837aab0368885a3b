package studio.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.problem.Message;

/** What a check found, in a sentence or two for people: what it is, and what to do when it is not well. Holds no secrets. */
record Finding(State state, Message message) {

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

    static Finding ok(Message message) {
        return new Finding(State.OK, message);
    }

    static Finding warn(Message message) {
        return new Finding(State.WARN, message);
    }

    static Finding fail(Message message) {
        return new Finding(State.FAIL, message);
    }
}
