package studio.storage;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import studio.settings.Settings;

/**
 * Opens the database: folders first, then the schema, then the connections for everyone else. Whoever injects the
 * database gets it ready to use.
 */
@Singleton
class OpenStorage {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    SqliteDatabase open(
            Settings settings, Flyway flyway, AgroalDataSource writer, @DataSource("reader") AgroalDataSource readers) {
        Settings.Folders folders = settings.folders();
        createFolders(folders);
        SqliteLibrary.locate();
        migrate(flyway, folders.database());
        return new SqliteDatabase(writer, readers, LONGEST_WAIT);
    }

    /** A program that cannot open its database must not start, so nothing waits for the first request. */
    void atStart(@Observes @Priority(1) StartupEvent event, SqliteDatabase database) {
        database.describe();
    }

    void atShutdown(@Observes @Priority(Shutdown.DATABASE) ShutdownEvent event, SqliteDatabase database) {
        database.checkpoint();
    }

    /** Makes the folders and the empty database file, so that both belong to their owner alone from the beginning. */
    static void createFolders(Settings.Folders folders) {
        List<Path> all = List.of(
                folders.data(),
                folders.inputs(),
                folders.temp(),
                folders.gallery(),
                folders.thumbnails(),
                folders.previews());
        Path current = folders.data();
        try {
            for (Path folder : all) {
                current = folder;
                AtomicFiles.createFolder(folder);
            }
            current = folders.database();
            AtomicFiles.createFile(current);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create " + current.toAbsolutePath()
                            + ": is the folder writable for the user who runs this program?",
                    e);
        }
    }

    /** @throws IllegalStateException with a sentence for the person who starts the program */
    static void migrate(Flyway flyway, Path file) {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (applied.getState().isResolved()) {
                continue;
            }
            throw new IllegalStateException(
                    "%s was written by a newer Image Studio (schema %s). Start that version, or put back a backup; nothing was changed."
                            .formatted(file.toAbsolutePath(), applied.getVersion()));
        }
        flyway.migrate();
    }
}
