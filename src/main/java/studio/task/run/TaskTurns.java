package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.settings.FolderSettings;

/**
 * The models' own turns, signatures included, so that a later turn can continue them: files of some megabytes,
 * {@code data/turns/<task>-<first picture of the call>.json}, gone with their task.
 */
@Singleton
public class TaskTurns {
    private static final Logger LOG = Logger.getLogger(TaskTurns.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    public TaskTurns(FolderSettings folders) {
        this.folder = folders.data().resolve("turns");
    }

    /** Writes a turn; null: there is none. A picture is not abandoned for a turn that the disk does not take. */
    void keep(String taskId, int call, @Nullable JsonNode turn) {
        if (turn == null) {
            return;
        }
        try {
            OwnerOnly.createFolder(folder);
            AtomicFiles.write(folder.resolve(taskId + "-" + call + ".json"), MAPPER.writeValueAsBytes(turn));
        } catch (IOException e) {
            LOG.warnf(e, "The model's turn of task %s is not kept", taskId);
        }
    }

    /** Removes those whose task is gone. */
    void expire(Predicate<String> exists) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                String name = file.getFileName().toString();
                int end = name.lastIndexOf('-');
                if (end > 0 && name.endsWith(".json") && !exists.test(name.substring(0, end))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
