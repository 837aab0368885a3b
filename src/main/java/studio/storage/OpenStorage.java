package studio.storage;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Jdbi;
import studio.files.OwnerOnly;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.web.server.HttpSettings;

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

    /** Alone with a file in the data folder, or an instance of many on PostgreSQL. */
    @Produces
    @Singleton
    Database open(
            DatabaseSettings settings,
            FolderSettings folders,
            InstanceLock lock,
            Instance<Flyway> ofFile,
            Instance<AgroalDataSource> file,
            @DataSource("reader") Instance<AgroalDataSource> fileReaders,
            @FlywayDataSource("cluster") Instance<Flyway> shared,
            @DataSource("cluster") Instance<AgroalDataSource> cluster,
            @DataSource("cluster-reader") Instance<AgroalDataSource> clusterReaders) {
        if (settings.url().isPresent()) {
            JoinCluster.check(settings, folders);
            JoinCluster.migrate(shared::get, settings.url().get());
            return new PostgresDatabase(cluster.get(), clusterReaders.get(), LONGEST_WAIT, LONGEST_SEARCH);
        }
        try {
            OwnerOnly.createFile(folders.database());
        } catch (IOException e) {
            throw cannotCreate(folders.database(), e);
        }
        SqliteLibrary.locate();
        if (!DatabaseFile.isCurrent(folders.database())) {
            migrate(ofFile.get(), folders.database());
        }
        return new SqliteDatabase(file.get(), fileReaders.get(), LONGEST_WAIT, LONGEST_SEARCH);
    }

    @Produces
    @Singleton
    ChangeBus changes(Database database, @DataSource("cluster") Instance<AgroalDataSource> cluster) {
        return switch (database.dialect()) {
            case SQLITE -> new LocalChangeBus(database);
            case POSTGRESQL -> new PostgresChangeBus(database, cluster.get());
        };
    }

    @Produces
    @Singleton
    Instances instances(
            Database database,
            FolderSettings folders,
            HttpSettings http,
            InstanceLock lock,
            @DataSource("cluster") Instance<AgroalDataSource> cluster) {
        String name = hostName() + ":" + http.port();
        return switch (database.dialect()) {
            case SQLITE -> new LocalInstance(folders.data(), name, Clock.systemUTC());
            case POSTGRESQL -> {
                PostgresInstances shared = new PostgresInstances(
                        database,
                        cluster.get(),
                        InstanceId.of(folders.data()),
                        name,
                        folders.bucket().map(bucket -> "bucket " + bucket).orElse("folder"),
                        PostgresInstances.BEAT,
                        PostgresInstances.ALIVE_FOR);
                JoinCluster.checkPictures(shared);
                yield shared;
            }
        };
    }

    /** A program that cannot open its database must not start, so nothing waits for the first request. */
    void atStart(
            @Observes @Priority(1) StartupEvent event, Database database, Instances instances, MeterRegistry metrics) {
        database.describe();
        Gauge.builder("studio.database.writers.waiting", database, Database::waitingWriters)
                .description("Writes that wait for their turn; after ten seconds they are refused (storage_busy)")
                .register(metrics);
    }

    /** After the mirrors, which are written last. */
    void atShutdown(
            @Observes @Priority(Mirrors.SHUTDOWN + 100) ShutdownEvent event,
            Database database,
            ChangeBus changes,
            Instances instances) {
        if (instances instanceof PostgresInstances shared) {
            shared.close();
        }
        if (changes instanceof PostgresChangeBus shared) {
            shared.close();
        }
        database.settle();
    }

    /** As the system gives it to the process: a question to a name server could hold up the start. */
    private static String hostName() {
        String given = System.getenv("HOSTNAME");
        try {
            return given != null && !given.isBlank()
                    ? given.strip()
                    : Files.readString(Path.of("/etc/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** Makes the folders, so that they belong to their owner alone from the beginning. */
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
        } catch (IOException e) {
            throw cannotCreate(current, e);
        }
    }

    private static UncheckedIOException cannotCreate(Path path, IOException e) {
        return new UncheckedIOException(
                "Cannot create " + path.toAbsolutePath()
                        + ": is the folder writable for the user who runs this program?",
                e);
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
