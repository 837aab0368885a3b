package studio.diagnosis;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.SqliteDatabase;

/** Whether the database file is sound. It is read as a whole, so a second look waits for the end of the first. */
@Singleton
class DatabaseCheck implements Check {
    private static final Logger LOG = Logger.getLogger(DatabaseCheck.class);

    private final SqliteDatabase database;
    private final DatabaseFile file;
    private final AtomicBoolean underWay = new AtomicBoolean();

    DatabaseCheck(SqliteDatabase database, FolderSettings folders) {
        this.database = database;
        this.file = new DatabaseFile(folders.database());
    }

    @Override
    public String id() {
        return "database";
    }

    @Override
    public Finding examine(Visit visit) {
        if (!underWay.compareAndSet(false, true)) {
            return Finding.warn(Message.of("diagnosis.database_check_running"));
        }
        try {
            List<String> problems = file.faults();
            return problems.isEmpty()
                    ? Finding.ok(Message.of("diagnosis.database_sound", database.describe()))
                    : Finding.fail(Message.of("diagnosis.database_damaged", problems.getFirst()));
        } catch (IOException e) {
            LOG.warn("The database could not be examined", e);
            return Finding.warn(Message.of("diagnosis.database_busy"));
        } finally {
            underWay.set(false);
        }
    }
}
