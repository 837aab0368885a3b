package studio.task;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** The states of a task; the last three never change again. */
@RegisterForReflection
public enum TaskStatus {
    QUEUED(Stage.QUEUED),
    RUNNING(Stage.CALLING_UPSTREAM),
    SAVING(Stage.WRITING_IMAGE),
    DONE(Stage.DONE),
    FAILED(Stage.FAILED),
    CANCELED(Stage.CANCELED);

    private final Stage firstStage;

    TaskStatus(Stage firstStage) {
        this.firstStage = firstStage;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Stage firstStage() {
        return firstStage;
    }

    public boolean terminal() {
        return this == DONE || this == FAILED || this == CANCELED;
    }

    /** queued -> running -> saving -> done; failed and canceled from everywhere but the end, canceled not from saving. */
    public boolean leadsTo(TaskStatus next) {
        return switch (this) {
            case QUEUED -> next == RUNNING || next == FAILED || next == CANCELED;
            case RUNNING -> next == SAVING || next == FAILED || next == CANCELED;
            case SAVING -> next == DONE || next == FAILED;
            case DONE, FAILED, CANCELED -> false;
        };
    }
}
