package studio.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.generation.JobFolders;
import studio.json.JsonSpool;
import studio.json.SpoolLimitException;
import studio.json.SpooledJson;
import studio.settings.Settings;
import studio.storage.EarlierData;
import studio.storage.Ids;
import studio.storage.Transactions;

/**
 * Takes over {@code data/tasks.json} of the earlier Node server, once. That file holds whole reference pictures as base64, so
 * it is read as a stream. Tasks that had not ended there are taken over as interrupted: nothing is sent by itself.
 */
@Singleton
class ImportEarlierTasks {
    private static final Logger LOG = Logger.getLogger(ImportEarlierTasks.class);
    private static final JsonSpool.Limits LIMITS = new JsonSpool.Limits(16L << 30, 64 << 20, 20_000);

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
            Settings settings) {
        this.earlier = earlier;
        this.tasks = tasks;
        this.store = store;
        this.transactions = transactions;
        this.folders = folders;
        this.ids = ids;
        this.file = settings.folders().data().resolve(TaskMirror.FILE);
    }

    /** @throws IOException when the file cannot be read or copied; then the next start tries again */
    void run() throws IOException {
        if (earlier.settled(TaskMirror.FILE)) {
            return;
        }
        if (Files.exists(file)) {
            String scratch = "import-" + ids.next();
            Path folder = folders.open(scratch);
            try (InputStream in = Files.newInputStream(file)) {
                take(JsonSpool.read(in, folder, LIMITS));
            } catch (JsonProcessingException | SpoolLimitException e) {
                Path copy = earlier.setAside(file);
                LOG.errorf(
                        "%s cannot be read (%s); it is kept as %s and the task list begins empty",
                        file,
                        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage(),
                        copy.getFileName());
            } finally {
                folders.remove(scratch);
            }
        }
        earlier.settle(TaskMirror.FILE);
    }

    private void take(SpooledJson json) {
        int imported = 0;
        int skipped = 0;
        for (JsonNode node : json.tree()) {
            Optional<Task> task = tasks.read(json, node);
            boolean taken = task.isPresent()
                    && transactions.write(
                            () -> store.find(task.get().id()).isEmpty() && store.insert(task.get(), null) > 0);
            imported += taken ? 1 : 0;
            skipped += taken ? 0 : 1;
        }
        LOG.infof("Imported %d tasks from %s, skipped %d", imported, file, skipped);
    }
}
