package studio.task.answer;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.settings.FolderSettings;
import studio.task.GenerationJob;

/**
 * The folders of unfinished files: {@code data/tmp/<entry id>/}, named by the identity of the pictures that a task and its
 * retries make, and in it one a call, named by the number of the call's first picture. So the next task that makes these pictures
 * finds what has been received for them.
 */
@Singleton
public class JobFolders {
    private static final Logger LOG = Logger.getLogger(JobFolders.class);

    private final Path root;

    public JobFolders(FolderSettings folders) {
        this.root = folders.temp();
    }

    /**
     * What a call has received and not kept: a whole answer, the whole pictures of one that broke off, or a ticket for it.
     *
     * @param pictures the numbers of the pictures that it was for; empty when they were not noted
     */
    public record Held(int call, List<Integer> pictures) {}

    /** Makes the folder when there is none. */
    public Path open(String name) throws IOException {
        Path folder = root.resolve(name);
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** The folder of one call; made when there is none. */
    public Path open(GenerationJob job) throws IOException {
        return open(name(job));
    }

    /** Where a job's reference pictures lie as its provider takes them; made when there is none. */
    Path prepared(GenerationJob job) throws IOException {
        return open(job.firstEntryId() + "/references");
    }

    /** Of one call; there may be none yet. */
    public Path folder(GenerationJob job) {
        return root.resolve(name(job));
    }

    private static String name(GenerationJob job) {
        return job.firstEntryId() + "/" + job.call();
    }

    /** The answers that wait to be kept, by call. */
    public List<Held> answers(String entryId) throws IOException {
        Path task = root.resolve(entryId);
        List<Held> held = new ArrayList<>();
        if (Files.isDirectory(task)) {
            try (DirectoryStream<Path> calls = Files.newDirectoryStream(
                    task, path -> path.getFileName().toString().matches("[1-9][0-9]{0,3}"))) {
                for (Path call : calls) {
                    held(call).ifPresent(held::add);
                }
            }
        }
        held.sort(Comparator.comparingInt(Held::call));
        return held;
    }

    private static Optional<Held> held(Path folder) throws IOException {
        int call = Integer.parseInt(folder.getFileName().toString());
        Optional<SubmittedCall> submitted = SubmittedCall.read(folder);
        return submitted.isPresent()
                ? submitted.map(found -> new Held(call, found.pictures()))
                : ReceivedAnswer.find(folder, List.of()).map(found -> new Held(call, found.pictures()));
    }

    /** Whether something has arrived and waits to be kept. A folder that cannot be read holds nothing; the log says so. */
    public boolean seemsToHoldAnswer(String entryId) {
        try {
            return !answers(entryId).isEmpty();
        } catch (IOException e) {
            LOG.errorf(e, "Cannot look for the received pictures of %s", entryId);
            return false;
        }
    }

    /** The same for one of the task's calls. */
    public boolean seemsToHoldAnswer(GenerationJob job) {
        try {
            return held(folder(job)).isPresent();
        } catch (IOException e) {
            LOG.errorf(e, "Cannot look for the received pictures of task %s", job.taskId());
            return false;
        }
    }

    /** Of all folders that there are. */
    public List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Earlier versions named a folder by its task. */
    public void rename(String taskId, String entryId) throws IOException {
        Path from = root.resolve(taskId);
        Path to = root.resolve(entryId);
        if (Files.isDirectory(from) && !Files.exists(to)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    public void remove(String name) throws IOException {
        Folders.delete(root.resolve(name));
    }

    /** Of one call, whose pictures are kept or of no use. */
    public void remove(GenerationJob job) throws IOException {
        remove(name(job));
    }
}
