package studio.task.answer;

import jakarta.inject.Singleton;
import java.io.IOException;
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
 * retries make, and in it one a call, named by the number of the call's first picture. So whoever makes these pictures next
 * finds what has been received for them.
 */
@Singleton
public class JobFolders {
    private static final Logger LOG = Logger.getLogger(JobFolders.class);

    private final Path root;

    public JobFolders(FolderSettings folders) {
        this.root = folders.temp();
    }

    /** What a call has received and not kept: a whole answer, the whole pictures of one that broke off, or a ticket for it. */
    public record Held(int call, List<Integer> pictures) {}

    /** Makes the folder when there is none. */
    public Path open(String name) throws IOException {
        Path folder = root.resolve(name);
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** The folder of one call; made when there is none. */
    public Path open(GenerationJob job) throws IOException {
        Path folder = folder(job);
        OwnerOnly.createFolder(root.resolve(job.firstEntryId()));
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** Where a job's reference pictures lie as its provider takes them; made when there is none. */
    public Path prepared(GenerationJob job) throws IOException {
        Path folder = open(job.firstEntryId()).resolve("references");
        OwnerOnly.createFolder(folder);
        return folder;
    }

    /** Of one call; there may be none yet. */
    public Path folder(GenerationJob job) {
        return root.resolve(job.firstEntryId()).resolve(Integer.toString(job.call()));
    }

    /**
     * The answers that wait to be kept, by call.
     *
     * @return with the numbers of the pictures that each call was for, empty where nobody noted them
     */
    public List<Held> answers(String entryId) throws IOException {
        List<Held> held = new ArrayList<>();
        for (Path folder : calls(root.resolve(entryId))) {
            held(folder).ifPresent(held::add);
        }
        held.sort(Comparator.comparingInt(Held::call));
        return held;
    }

    private static Optional<Held> held(Path folder) throws IOException {
        int call = Integer.parseInt(folder.getFileName().toString());
        Optional<SubmittedCall> submitted = SubmittedCall.read(folder);
        if (submitted.isPresent()) {
            return Optional.of(new Held(call, submitted.get().pictures()));
        }
        return ReceivedAnswer.find(folder, List.of()).map(found -> new Held(call, found.pictures()));
    }

    private static List<Path> calls(Path task) throws IOException {
        if (!Files.isDirectory(task)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(task)) {
            return all.filter(path -> path.getFileName().toString().matches("[1-9][0-9]{0,3}"))
                    .toList();
        }
    }

    private boolean holdsAnswer(String entryId) throws IOException {
        return !answers(entryId).isEmpty();
    }

    /** Whether something has arrived and waits to be kept. A folder that cannot be read holds nothing; the log says so. */
    public boolean seemsToHoldAnswer(String entryId) {
        try {
            return holdsAnswer(entryId);
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
        Folders.delete(folder(job));
    }
}
