package studio.generation;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.settings.Settings;
import studio.storage.AtomicFiles;

/** The folders of unfinished files, one a task: {@code data/tmp/<task id>/}. */
@Singleton
public class JobFolders {
    private static final Logger LOG = Logger.getLogger(JobFolders.class);

    private final Path root;

    public JobFolders(Settings settings) {
        this.root = settings.folders().temp();
    }

    /** Makes the folder when there is none. */
    public Path open(String taskId) throws IOException {
        Path folder = root.resolve(taskId);
        AtomicFiles.createFolder(folder);
        return folder;
    }

    /** Whether a whole picture of this task has arrived and waits to be kept. Notes down what it finds, for the next run. */
    public boolean holdsAnswer(String taskId) throws IOException {
        Path folder = root.resolve(taskId);
        if (ReceivedAnswer.read(folder).isPresent()) {
            return true;
        }
        Optional<ReceivedAnswer> salvaged = ReceivedAnswer.salvage(folder);
        if (salvaged.isPresent()) {
            salvaged.get().write(folder);
        }
        return salvaged.isPresent();
    }

    /** Like {@link #holdsAnswer}, where a folder that cannot be read holds nothing; the log says so. */
    public boolean seemsToHoldAnswer(String taskId) {
        try {
            return holdsAnswer(taskId);
        } catch (IOException e) {
            LOG.errorf(e, "Cannot look for the received picture of task %s", taskId);
            return false;
        }
    }

    /** Hands what one task has received to another. */
    public void move(String fromTaskId, String toTaskId) throws IOException {
        Files.move(root.resolve(fromTaskId), root.resolve(toTaskId));
    }

    public void remove(String taskId) throws IOException {
        Path folder = root.resolve(taskId);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
