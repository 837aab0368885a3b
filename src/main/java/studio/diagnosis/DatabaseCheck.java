package studio.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import studio.storage.DatabaseFile;

/** Whether the database file is sound. It is read as a whole, so only one look at a time is taken. */
public final class DatabaseCheck implements Check {
    private static final Logger LOG = Logger.getLogger(DatabaseCheck.class);

    private final Path path;
    private final Supplier<String> product;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** @param product of the database, for example {@code SQLite 3.54.1} */
    public DatabaseCheck(Path path, Supplier<String> product) {
        this.path = path;
        this.product = product;
    }

    @Override
    public String id() {
        return "database";
    }

    @Override
    public Finding examine() {
        if (!Files.exists(path)) {
            return Finding.ok("diagnosis.database_none");
        }
        if (!underWay.compareAndSet(false, true)) {
            return Finding.warn("diagnosis.database_check_running");
        }
        try {
            DatabaseFile file = new DatabaseFile(path);
            List<String> faults = file.faults();
            if (!faults.isEmpty()) {
                return Finding.fail("diagnosis.database_damaged", faults.getFirst());
            }
            int schema = file.schema();
            return schema > DatabaseFile.SCHEMA
                    ? Finding.fail("storage.schema_newer", path, schema)
                    : Finding.ok("diagnosis.database_sound", product.get());
        } catch (IOException e) {
            LOG.warn("The database could not be examined", e);
            return Finding.warn("diagnosis.database_busy");
        } finally {
            underWay.set(false);
        }
    }
}
