package studio.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;

/** The wire protocols of image models. {@link #AUTO} is decided by endpoint and model. */
@RegisterForReflection
public enum Protocol {
    AUTO,
    OPENAI_CHAT,
    OPENAI_IMAGES,
    GEMINI,
    OPENROUTER_IMAGES,
    /** Alibaba's own form, at once or as a task. */
    DASHSCOPE,
    /** Calls that are answered with a task's id, whose result is asked for later. */
    ASYNC_TASKS;

    /** The name in JSON, for example {@code openai-chat}. */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with a sentence that lists the known names */
    @JsonCreator
    public static Protocol of(String wire) {
        return Arrays.stream(values())
                .filter(p -> p.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("protocol must be one of "
                        + Arrays.stream(values()).map(Protocol::wire).toList()));
    }
}
