package studio.doctor;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
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
            return Finding.warn(
                    "上一次数据库检查仍在进行，请稍后再试", "An earlier check of the database is still under way; try again later");
        }
        try {
            List<String> problems = file.faults();
            return problems.isEmpty()
                    ? Finding.ok(
                            "数据库完好（" + database.describe() + "）", "The database is sound (" + database.describe() + ")")
                    : Finding.fail(
                            "数据库文件已损坏：" + problems.getFirst() + "。请停止服务并从备份恢复",
                            "The database file is damaged: " + problems.getFirst()
                                    + ". Stop the server and restore a backup");
        } catch (IOException e) {
            LOG.warn("The database could not be examined", e);
            return Finding.warn(
                    "数据库正忙，暂时无法检查，请稍后再试；这不表示它已损坏",
                    "The database is busy and could not be examined; try again later. That does not mean that it is damaged");
        } finally {
            underWay.set(false);
        }
    }
}
