package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class StorageBootTest {
    @Inject
    Database database;

    @Inject
    Transactions transactions;

    @Inject
    FolderSettings settings;

    @Test
    void theServerOpensItsDatabaseInItsOwnFolderBeforeAnyoneUsesIt() {
        transactions.run(() -> database.update(c -> c.execute("INSERT INTO meta VALUES ('boot', 'yes')")));

        long rows = database.query(c -> c.select("SELECT count(*) FROM meta WHERE name = 'boot'")
                .mapTo(Long.class)
                .one());
        assertThat(rows).isEqualTo(1);
        assertThat(settings.database()).isRegularFile();
        assertThat(Files.isDirectory(settings.thumbnails())).isTrue();
    }

    @Test
    void readersCannotWrite() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> database.query(c -> c.execute("INSERT INTO meta VALUES ('x', 'y')"))))
                .hasMessageContaining("cannot be written");
    }
}
