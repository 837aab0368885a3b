package studio.task;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The states of a task; the last three never change again. */
@RegisterForReflection
public enum TaskStatus {
    QUEUED(Stage.QUEUED),
    RUNNING(Stage.CALLING_UPSTREAM),
    SAVING(Stage.WRITING_IMAGE),
    DONE(Stage.DONE),
    FAILED(Stage.FAILED),
    CANCELED(Stage.CANCELED);

    /** The finer step of a task, in the order in which a picture goes through them; not persisted. */
    @RegisterForReflection
    @Schema(name = "TaskStage")
    public enum Stage {
        QUEUED,
        CALLING_UPSTREAM,
        DOWNLOADING,
        SELECTING_PRIMARY,
        WRITING_IMAGE,
        GENERATING_THUMBNAIL,
        WRITING_INDEX,
        DONE,
        FAILED,
        CANCELED;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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
