package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.OpenGallery;
import studio.gallery.file.OpenFiles;
import studio.model.PictureOptions;
import studio.picture.PictureKey;
import studio.task.Attempt;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;

class RecoverLostPicturesTest {
    private static final String ENTRY = "01997e3c-1111-7222-8333-444455556666";

    @TempDir
    Path folder;

    private TaskFixture fixture;
    private OpenFiles files;
    private RecoverLostPictures recovery;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder);
        files = new OpenFiles(folder);
        recovery = new RecoverLostPictures(fixture.store, fixture.real.database(), files.store, files.reconciliation);
    }

    @AfterEach
    void close() {
        files.close();
        fixture.close();
    }

    @Test
    void aTaskWhosePictureWasStoredIsDoneAndNothingIsMissing() throws Exception {
        Task task = interrupted(1);
        store(task, 1);

        recovery.run();

        Task now = fixture.store.find("task").orElseThrow();
        assertThat(now.status()).isEqualTo(TaskStatus.DONE);
        assertThat(now.failure()).isNull();
        assertThat(now.complete()).isTrue();
        assertThat(now.version()).isGreaterThan(task.version());
        assertThat(files.gallery.find(ENTRY)).isPresent();

        recovery.run();
        assertThat(fixture.store.find("task").orElseThrow().version()).isEqualTo(now.version());
    }

    @Test
    void whatWasNotStoredStaysMissingWithItsReason() throws Exception {
        store(interrupted(2), 1);

        recovery.run();

        Task now = fixture.store.find("task").orElseThrow();
        assertThat(now.status()).isEqualTo(TaskStatus.DONE);
        assertThat(now.missing()).containsExactly(2);
        assertThat(now.failure()).isNotNull();
        assertThat(now.failure().code()).isEqualTo("interrupted");
    }

    @Test
    void aTaskWithoutAnyStoredPictureStaysAsItIs() {
        Task task = interrupted(1);

        recovery.run();

        assertThat(fixture.store.find("task")).contains(task);
    }

    private Task interrupted(int count) {
        GenerationRequest request =
                new GenerationRequest("c", "m", "p", List.of(), null, count, PictureOptions.NONE, false, null);
        Task queued = Task.queued("task", ENTRY, null, request, TaskFixture.now(), null);
        fixture.store.insert(queued, null);
        Task sent = queued.transition(TaskStatus.RUNNING, TaskFixture.now())
                .orElseThrow()
                .attempting(List.of(1), TaskFixture.now())
                .versioned(2);
        fixture.store.replace(queued, sent);
        Task ended = sent.attemptEnded(1, Attempt.Outcome.UNKNOWN, TaskFixture.now())
                .endedFor(TaskFailure.interrupted(true), TaskFixture.now())
                .orElseThrow()
                .versioned(3);
        fixture.store.replace(sent, ended);
        return fixture.store.find("task").orElseThrow();
    }

    /** As a save does just before it is cut off. */
    private void store(Task task, int number) throws Exception {
        Path picture = folder.resolve("received.png");
        OpenGallery.paint(picture, 64, 48);
        byte[] bytes = Files.readAllBytes(picture);
        String name = task.job(List.of(number)).baseName(number) + ".png";
        files.store.put(PictureKey.original(name), target -> target.write(ByteBuffer.wrap(bytes)));
    }
}
