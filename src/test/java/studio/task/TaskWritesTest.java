package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/**
 * How often a task waits for the disk. The server may write for reasons of its own meanwhile, so that of several tasks the one with the
 * fewest writes counts.
 */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TaskWritesTest extends UpstreamScene {
    private static final int TASKS = 5;
    /** Of the received picture, its note and their folder; of the end that completes the picture, and of the gallery's folder. */
    private static final int SYNCS = 5;

    @Inject
    FolderSettings folders;

    @TempDir
    Path temp;

    @Test
    void aTaskIsThreeCommitsItsAcceptanceItsAttemptAndItsEnd() throws Exception {
        configure("");
        List<Integer> commits = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            WriteAheadLog before = log();
            made();
            WriteAheadLog after = log();
            if (after.salt() == before.salt()) {
                commits.add(after.commits() - before.commits());
            }
        }
        assertThat(commits).isNotEmpty();
        assertThat(commits.stream().min(Integer::compare)).hasValue(3);
    }

    @Test
    void whatIsReceivedAndWhatIsKeptAreSyncedOnce() throws Exception {
        configure("");
        List<List<String>> syncs = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            try (Recording recording = new Recording()) {
                recording.enable("jdk.FileForce").withoutThreshold();
                recording.start();
                String thread = "task-" + made();
                recording.stop();
                Path file = temp.resolve(task + ".jfr");
                recording.dump(file);
                syncs.add(RecordingFile.readAllEvents(file).stream()
                        .filter(event -> syncedOn(event, thread))
                        .map(event -> event.getString("path"))
                        .toList());
            }
        }
        assertThat(syncs).anySatisfy(files -> assertThat(files).hasSizeLessThanOrEqualTo(SYNCS));
    }

    private static String answer() throws IOException {
        return "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png(100, 100)) + "\"}}]}}]}";
    }

    private static boolean syncedOn(RecordedEvent event, String name) {
        return event.getEventType().getName().equals("jdk.FileForce")
                && event.getThread() != null
                && name.equals(event.getThread().getJavaName());
    }

    private String made() throws Exception {
        upstream.then(wire -> wire.json(200, answer()));
        JsonNode task = make();
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        return task.path("id").asText();
    }

    /**
     * What SQLite has written and not yet moved into its file (https://sqlite.org/fileformat.html#walformat).
     *
     * @param salt of its header, another one after each start from its beginning
     * @param commits frames that end a transaction
     */
    private record WriteAheadLog(long salt, int commits) {}

    private WriteAheadLog log() throws IOException {
        ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(
                folders.database().resolveSibling(folders.database().getFileName() + "-wal")));
        int frame = 24 + log.getInt(8);
        long salt = log.getLong(16);
        int commits = 0;
        for (int at = 32; at + frame <= log.limit() && log.getLong(at + 8) == salt; at += frame) {
            commits += log.getInt(at + 4) == 0 ? 0 : 1;
        }
        return new WriteAheadLog(salt, commits);
    }
}
