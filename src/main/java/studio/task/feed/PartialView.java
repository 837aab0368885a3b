package studio.task.feed;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.task.run.TaskListener.Partial;
import studio.web.ServerPath;

/**
 * The data of a {@code partial} event: an unfinished picture can be looked at. It has no event id, is not repeated to readers
 * who come back, and its address works until the next one is there or the task ends.
 *
 * @param picture the number of the picture within the task, from 1
 * @param index which preview of it, from 0
 * @param url where to get it
 */
@RegisterForReflection
@Schema(name = "PartialPicture")
public record PartialView(
        String taskId,
        int picture,
        int index,
        @JsonSerialize(using = ServerPath.class) String url) {
    public static PartialView of(String taskId, Partial partial) {
        return new PartialView(
                taskId,
                partial.call(),
                partial.index(),
                "/api/generate/task/" + taskId + "/partials/" + partial.call() + "?index=" + partial.index());
    }
}
