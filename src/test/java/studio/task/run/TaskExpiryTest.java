package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.EarlierData;
import studio.storage.RealDatabase;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.Task;
import studio.task.TaskSettings;
import studio.task.request.OpenReferences;
import studio.task.request.ReferencePictures;

class TaskExpiryTest {
    @TempDir
    Path folder;

    @Test
    void onlyWhatNobodyNeedsIsRemoved() throws Exception {
        try (TaskFixture fixture = new TaskFixture(folder)) {
            FolderSettings settings = RealDatabase.folders(folder);
            ReferencePictures references = OpenReferences.in(settings);
            ReferencePicture needed = references.receive(new ByteArrayInputStream(png(8)), "a");
            ReferencePicture free = references.receive(new ByteArrayInputStream(png(9)), "b");
            ReferencePicture fresh = references.receive(new ByteArrayInputStream(png(10)), "c");
            Task task = Task.queued("task-needs", "entry", null, request(needed), TaskFixture.now(), null);
            fixture.store.insert(task, null);
            for (ReferencePicture old : new ReferencePicture[] {needed, free}) {
                age(settings.inputs().resolve(old.fileName()));
            }
            Path abandoned = Files.createDirectories(settings.temp().resolve("request-abandoned"));
            Files.writeString(abandoned.resolve("spool"), "x");
            age(abandoned);
            Path ofTask = fixture.folders.open("entry");
            age(ofTask);

            TaskTurns turns = new TaskTurns(settings);
            turns.keep("task-needs", 1, new TextNode("S".repeat(3 << 20)));
            turns.keep("task-gone", 1, new TextNode("s"));

            EarlierData earlier = new EarlierData(fixture.real.database());
            earlier.settle("tasks.json");
            TaskExpiry expiry = new TaskExpiry(
                    fixture.store,
                    fixture.tasks,
                    fixture.folders,
                    references,
                    earlier,
                    settings,
                    TestSettings.of(TaskSettings.class));
            expiry.expire();
            expiry.tidy();

            assertThat(settings.inputs().resolve(needed.fileName())).exists();
            assertThat(settings.inputs().resolve(fresh.fileName())).exists();
            assertThat(settings.inputs().resolve(free.fileName())).doesNotExist();
            assertThat(abandoned).doesNotExist();
            assertThat(ofTask).exists();
            assertThat(settings.data().resolve("turns/task-needs-1.json")).exists();
            assertThat(settings.data().resolve("turns/task-gone-1.json")).doesNotExist();
        }
    }

    private static GenerationRequest request(ReferencePicture picture) {
        return new GenerationRequest(
                "c", "m", "p", java.util.List.of(picture), null, 1, studio.model.PictureOptions.NONE, false, null);
    }

    private static void age(Path path) throws Exception {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private static byte[] png(int side) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
