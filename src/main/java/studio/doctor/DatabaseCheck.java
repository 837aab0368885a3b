package studio.doctor;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import studio.storage.SqliteDatabase;

/** Whether the database file is sound. It is read as a whole, so a second look waits for the end of the first. */
@Singleton
class DatabaseCheck implements Check {
    private final SqliteDatabase database;
    private final AtomicBoolean underWay = new AtomicBoolean();

    DatabaseCheck(SqliteDatabase database) {
        this.database = database;
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
            List<String> problems = database.integrity();
            return problems.isEmpty()
                    ? Finding.ok(
                            "数据库完好（" + database.describe() + "）", "The database is sound (" + database.describe() + ")")
                    : Finding.fail(
                            "数据库文件已损坏：" + problems.getFirst() + "。请停止服务并从备份恢复",
                            "The database file is damaged: " + problems.getFirst()
                                    + ". Stop the server and restore a backup");
        } finally {
            underWay.set(false);
        }
    }
}
