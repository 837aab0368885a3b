package studio.task;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The finer step of a task, in the order in which a picture goes through them. */
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
