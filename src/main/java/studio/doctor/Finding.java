package studio.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a check found, in a sentence or two for people: what it is, and what to do when it is not well. Holds no secrets. */
record Finding(State state, String zh, String en) {

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

    static Finding ok(String zh, String en) {
        return new Finding(State.OK, zh, en);
    }

    static Finding warn(String zh, String en) {
        return new Finding(State.WARN, zh, en);
    }

    static Finding fail(String zh, String en) {
        return new Finding(State.FAIL, zh, en);
    }
}
