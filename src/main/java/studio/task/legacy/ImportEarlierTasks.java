package studio.task.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import studio.json.SpooledJson;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;
import studio.storage.Ids;
import studio.storage.ImportTally;
import studio.storage.ImportTally.Reason;
import studio.storage.ImportTally.SkippedElementException;
import studio.storage.Transactions;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.answer.JobFolders;

/**
 * Imports {@code data/tasks.json} of the earlier Node server, once. That file holds whole reference pictures as base64, so
 * each task is read as a stream. Tasks that had not ended there are imported as interrupted: nothing is sent by itself.
 */
@Singleton
public class ImportEarlierTasks {
    private static final Logger LOG = Logger.getLogger(ImportEarlierTasks.class);

    /** Of one task: more than the sixteen largest pictures that a request may name. */
    private static final SpooledJson.Limits LIMITS = new SpooledJson.Limits(1L << 30, 4 << 20, 100);

    private final EarlierData earlier;
    private final EarlierTask tasks;
    private final TaskStore store;
    private final Transactions transactions;
    private final JobFolders folders;
    private final Ids ids;
    private final Path file;

    ImportEarlierTasks(
            EarlierData earlier,
            EarlierTask tasks,
            TaskStore store,
            Transactions transactions,
            JobFolders folders,
            Ids ids,
            FolderSettings settings) {
        this.earlier = earlier;
        this.tasks = tasks;
        this.store = store;
        this.transactions = transactions;
        this.folders = folders;
        this.ids = ids;
        this.file = settings.data().resolve(TaskStore.MIRROR);
    }

    /** After the database is open, before workers start. */
    void onStart(@Observes @Priority(1900) StartupEvent event) {
        try {
            run();
        } catch (IOException e) {
            LOG.error("The tasks of the earlier server could not be imported; the next start tries again", e);
        }
    }

    /** @throws IOException when file, disk or database fail; then the next start tries again */
    void run() throws IOException {
        try {
            earlier.importOnce(file, "tasks", this::take);
        } catch (RuntimeException e) {
            throw new IOException("The import failed", e);
        }
    }

    /**
     * Adds those tasks of another server's file that are not there yet.
     *
     * @throws IOException when file, disk or database fail
     */
    public ImportTally add(Path other) throws IOException {
        try {
            return EarlierData.add(other, TaskStore.MIRROR, this::take);
        } catch (RuntimeException e) {
            throw new IOException("The import failed", e);
        }
    }

    private void take(InputStream element, ImportTally tally) throws IOException, SkippedElementException {
        String scratch = "import-" + ids.next();
        try {
            Task task = tasks.read(spooled(element, folders.open(scratch)));
            boolean taken = transactions.write(() -> store.find(task.id()).isEmpty() && store.insert(task, null) > 0);
            if (taken) {
                tally.imported(1);
            }
        } finally {
            folders.remove(scratch);
        }
    }

    private static SpooledJson spooled(InputStream element, Path folder) throws IOException, SkippedElementException {
        try {
            return SpooledJson.read(element, folder, LIMITS);
        } catch (JsonProcessingException e) {
            throw new SkippedElementException(Reason.UNREADABLE, e.getOriginalMessage());
        } catch (SpooledJson.LimitException e) {
            throw new SkippedElementException(Reason.TOO_LARGE, String.valueOf(e.getMessage()));
        }
    }
}
