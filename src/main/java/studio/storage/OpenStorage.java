package studio.storage;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Jdbi;
import studio.files.OwnerOnly;
import studio.problem.Message;
import studio.settings.FolderSettings;

/**
 * Opens the database: folders first, then the schema, then the connections. An injected database is ready to use.
 */
@Singleton
class OpenStorage {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);

    /** Before anything in the folder is looked at. */
    @Produces
    @Singleton
    InstanceLock lock(FolderSettings folders) {
        createFolders(folders);
        return InstanceLock.acquire(folders.data());
    }

    /** After the database, which is made with it. */
    void unlock(@Disposes InstanceLock lock) {
        lock.close();
    }

    @Produces
    @Singleton
    SqliteDatabase open(
            FolderSettings folders,
            InstanceLock lock,
            Instance<Flyway> flyway,
            AgroalDataSource writer,
            @DataSource("reader") AgroalDataSource readers) {
        SqliteLibrary.locate();
        if (!DatabaseFile.isCurrent(folders.database())) {
            migrate(flyway.get(), folders.database());
        }
        return new SqliteDatabase(writer, readers, LONGEST_WAIT, LONGEST_SEARCH);
    }

    /** A program that cannot open its database must not start, so nothing waits for the first request. */
    void atStart(@Observes @Priority(1) StartupEvent event, SqliteDatabase database, MeterRegistry metrics) {
        database.describe();
        Gauge.builder("studio.database.writers.waiting", database, SqliteDatabase::waitingWriters)
                .description("Writes that wait for their turn; after ten seconds they are refused (storage_busy)")
                .register(metrics);
    }

    /** After the mirrors, which are written last. */
    void atShutdown(@Observes @Priority(Mirrors.SHUTDOWN + 100) ShutdownEvent event, SqliteDatabase database) {
        database.checkpoint();
    }

    /** Makes the folders and the empty database file, so that both belong to their owner alone from the beginning. */
    static void createFolders(FolderSettings folders) {
        Path current = folders.data();
        try {
            Stream<Path> gallery = folders.bucket().isPresent()
                    ? Stream.empty()
                    : Stream.of(folders.gallery(), folders.thumbnails(), folders.previews());
            for (Path folder : Stream.concat(Stream.of(folders.data(), folders.inputs(), folders.temp()), gallery)
                    .toList()) {
                current = folder;
                OwnerOnly.createFolder(folder);
            }
            current = folders.database();
            OwnerOnly.createFile(current);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create " + current.toAbsolutePath()
                            + ": is the folder writable for the user who runs this program?",
                    e);
        }
    }

    /**
     * Brings the schema up to date, and notes in the file that it is ({@link DatabaseFile#isCurrent}).
     *
     * @throws StartRefusedException when a newer version has been at work here; nothing is changed then
     */
    static void migrate(Flyway flyway, Path file) {
        for (MigrationInfo applied : flyway.info().applied()) {
            if (!applied.getState().isResolved()) {
                Path shown = file.toAbsolutePath().normalize();
                throw new StartRefusedException(Message.of("storage.schema_newer", shown, applied.getVersion()));
            }
        }
        flyway.migrate();
        Jdbi.create(flyway.getConfiguration().getDataSource())
                .useHandle(handle -> handle.execute("PRAGMA user_version = " + DatabaseFile.SCHEMA));
    }
}
