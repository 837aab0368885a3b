package studio.task.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.model.PictureOptions;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.run.TaskFixture;

@OnBothDatabases
class EstimateDurationTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private TaskFixture fixture;
    private int number;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder, dialect);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aModelThatNeverMadeAPictureHasNoEstimate() {
        done("other", "4K", 9);
        assertThat(new EstimateDuration(fixture.store).of(request("model", "4K")))
                .isEmpty();
    }

    @Test
    void theMedianOfThoseOfTheSameSizeCountsWhenThereAreEnough() {
        done("model", "1K", 1);
        done("model", "1K", 2);
        done("model", "4K", 30);
        done("model", "4K", 50);
        done("model", "4K", 400);
        assertThat(new EstimateDuration(fixture.store).of(request("model", "4K")))
                .hasValue(Duration.ofSeconds(50));
        assertThat(new EstimateDuration(fixture.store).of(request("model", "1K")))
                .as("two are too few, so all of the model count")
                .hasValue(Duration.ofSeconds(30));
    }

    @Test
    void onlyTheNewestTwentyCount() {
        for (int i = 0; i < 20; i++) {
            done("model", "4K", 100);
        }
        for (int i = 0; i < 20; i++) {
            done("model", "4K", 7);
        }
        assertThat(new EstimateDuration(fixture.store).of(request("model", "4K")))
                .hasValue(Duration.ofSeconds(7));
    }

    @Test
    void whatFailedOrWasNeverSentSaysNothing() {
        Instant start = Instant.ofEpochSecond(1000);
        Task running = Task.queued("failed", "e", null, request("model", "4K"), start, null)
                .transition(TaskStatus.RUNNING, start)
                .orElseThrow();
        fixture.store.insert(
                running.answered(5, 1).transition(TaskStatus.FAILED, start).orElseThrow(), null);
        Task unsent = Task.queued("unsent", "e2", null, request("model", "4K"), start, null)
                .transition(TaskStatus.RUNNING, start)
                .flatMap(task -> task.transition(TaskStatus.SAVING, start))
                .flatMap(task -> task.transition(TaskStatus.DONE, start))
                .orElseThrow();
        fixture.store.insert(unsent, null);
        assertThat(new EstimateDuration(fixture.store).of(request("model", "4K")))
                .isEmpty();
    }

    @Test
    void severalPicturesTakeAsLongAsTheyDidAndElseOneAfterTheOther() {
        done("model", "4K", 20);
        done("model", "4K", 20);
        done("model", "4K", 20);
        EstimateDuration estimate = new EstimateDuration(fixture.store);
        assertThat(estimate.of("config", "model", "4K", null, 4, false)).hasValue(Duration.ofSeconds(80));
        assertThat(estimate.of("config", "model", "4K", null, 1, true))
                .as("with references nothing is known yet")
                .hasValue(Duration.ofSeconds(20));
        for (int i = 0; i < 3; i++) {
            done(request("model", "4K", 4), 30);
        }
        assertThat(new EstimateDuration(fixture.store).of("config", "model", "4K", null, 4, false))
                .hasValue(Duration.ofSeconds(30));
    }

    private void done(String model, String size, int seconds) {
        done(request(model, size), seconds);
    }

    private void done(GenerationRequest request, int seconds) {
        String id = "task-" + ++number;
        Instant start = Instant.ofEpochSecond(1000 + number);
        Task task = Task.queued(id, "entry-" + id, null, request, start, null)
                .transition(TaskStatus.RUNNING, start)
                .map(running -> running.answered(5, 1))
                .flatMap(running -> running.transition(TaskStatus.SAVING, start))
                .flatMap(saving -> saving.transition(TaskStatus.DONE, start.plusSeconds(seconds)))
                .orElseThrow();
        fixture.store.insert(task, null);
    }

    private static GenerationRequest request(String model, String size) {
        return request(model, size, 1);
    }

    private static GenerationRequest request(String model, String size, int count) {
        return new GenerationRequest(
                "config", model, "hills", List.of(), null, count, PictureOptions.of(null, size), false, null);
    }
}
