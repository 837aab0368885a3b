package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.model.PictureOptions;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskFailure;

class SavesOfTasksTest {
    private static final String ENTRY = "01997e3c-1111-7222-8333-444455556666";

    @TempDir
    Path folder;

    @Test
    void aTaskThatHasNotEndedMayStillAddItsPictures() throws Exception {
        try (TaskFixture fixture = new TaskFixture(folder)) {
            SavesOfTasks saves = new SavesOfTasks(fixture.store);
            GenerationRequest request =
                    new GenerationRequest("c", "m", "p", List.of(), null, 3, PictureOptions.NONE, false, null);
            Task task = Task.queued("task", ENTRY, null, request, TaskFixture.now(), null);
            fixture.store.insert(task, null);

            assertThat(saves.mayAdd(ENTRY)).isTrue();
            assertThat(saves.mayAdd(ENTRY + "-2")).isTrue();
            assertThat(saves.mayAdd("01997e3c-1111-7222-8333-444455557777")).isFalse();

            Task ended = task.endedFor(TaskFailure.interrupted(true), TaskFixture.now())
                    .orElseThrow();
            fixture.store.replace(task, ended);
            assertThat(saves.mayAdd(ENTRY)).isFalse();
            assertThat(saves.mayAdd(ENTRY + "-2")).isFalse();
        }
    }
}
