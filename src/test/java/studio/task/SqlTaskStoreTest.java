package studio.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;

@OnBothDatabases
class SqlTaskStoreTest extends TaskStoreConformance {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private RealDatabase real;
    private TaskStore store;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        store = new SqlTaskStore(
                real.database(),
                new ObjectMapper().registerModule(new JavaTimeModule()),
                real.changes(),
                real.instances());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Override
    TaskStore store() {
        return store;
    }
}
