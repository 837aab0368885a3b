package studio.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalChangeBusTest extends ChangeBusConformance {
    @TempDir
    Path folder;

    private RealDatabase real;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder);
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Override
    ChangeBus bus() {
        return real.changes();
    }

    @Override
    Transactions transactions() {
        return real.database();
    }

    @Override
    void settle() {
        // A change is told by the thread that publishes it.
    }
}
