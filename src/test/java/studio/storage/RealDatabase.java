package studio.storage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import studio.files.OwnerOnly;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** A database like the server's own, without the server: same drivers, same pools, same migrations. */
public final class RealDatabase implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);

    /** Who opens a folder again finds what was in it. */
    private static final Map<Path, PostgresAddress> OF_FOLDERS = new ConcurrentHashMap<>();

    private final AgroalDataSource writer;
    private final AgroalDataSource readers;
    private final Database database;
    private final Path folder;
    private final ChangeBus changes;
    private @Nullable PostgresChangeBus shared;
    private final @Nullable PostgresAddress address;
    private @Nullable Instances instances;

    private RealDatabase(
            AgroalDataSource writer,
            AgroalDataSource readers,
            Database database,
            Path folder,
            @Nullable PostgresAddress address) {
        this.writer = writer;
        this.readers = readers;
        this.database = database;
        this.folder = folder;
        this.changes = new LocalChangeBus(database);
        this.address = address;
    }

    /** Opens {@code <folder>/data/studio.db}, with a gallery folder beside {@code data}. */
    public static RealDatabase in(Path folder) {
        return in(folder, Dialect.SQLITE);
    }

    /** Opens SQLite as {@link #in(Path)}, or a fresh database of a real PostgreSQL. */
    public static RealDatabase in(Path folder, Dialect dialect) {
        return in(folder, dialect, LONGEST_WAIT, LONGEST_SEARCH);
    }

    static RealDatabase in(Path folder, Dialect dialect, Duration longestWait, Duration longestSearch) {
        FolderSettings folders = folders(folder);
        OpenStorage.createFolders(folders);
        return switch (dialect) {
            case SQLITE -> sqlite(folders, longestWait, longestSearch);
            case POSTGRESQL ->
                postgresql(
                        folders,
                        OF_FOLDERS.computeIfAbsent(folder, ignored -> RealPostgres.fresh()),
                        longestWait,
                        longestSearch);
        };
    }

    private static RealDatabase sqlite(FolderSettings folders, Duration longestWait, Duration longestSearch) {
        try {
            OwnerOnly.createFile(folders.database());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String url = "jdbc:sqlite:" + folders.database();
        AgroalDataSource writer = pool(
                JDBC.class,
                url
                        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=true&transaction_mode=IMMEDIATE",
                1,
                null,
                null);
        OpenStorage.migrate(flyway(writer), folders.database());
        AgroalDataSource readers = pool(JDBC.class, url + "?busy_timeout=5000", 4, "PRAGMA query_only=1", null);
        return new RealDatabase(
                writer, readers, new SqliteDatabase(writer, readers, longestWait, longestSearch), folders.data(), null);
    }

    /** Opens a database that other instances have open, too. */
    public static RealDatabase beside(RealDatabase other, Path folder) {
        FolderSettings folders = folders(folder);
        OpenStorage.createFolders(folders);
        if (other.address == null) {
            throw new IllegalStateException("SQLite is of one process");
        }
        return postgresql(folders, other.address, LONGEST_WAIT, LONGEST_SEARCH);
    }

    private static RealDatabase postgresql(
            FolderSettings folders, PostgresAddress address, Duration longestWait, Duration longestSearch) {
        Properties properties = applicationProperties();
        AgroalDataSource writer = pool(
                org.postgresql.Driver.class,
                address.jdbcUrl(),
                8,
                properties.getProperty("quarkus.datasource.cluster.jdbc.new-connection-sql"),
                address);
        AgroalDataSource readers = pool(
                org.postgresql.Driver.class,
                address.jdbcUrl(),
                8,
                properties.getProperty("quarkus.datasource.cluster-reader.jdbc.new-connection-sql"),
                address);
        return new RealDatabase(
                writer,
                readers,
                new PostgresDatabase(writer, readers, longestWait, longestSearch),
                folders.data(),
                address);
    }

    private static Properties applicationProperties() {
        Properties properties = new Properties();
        try (var in = RealDatabase.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    public static FolderSettings folders(Path folder) {
        return TestSettings.folders(folder, Map.of());
    }

    static Flyway flyway(DataSource writer) {
        return Flyway.configure()
                .dataSource(writer)
                .locations("classpath:db/sqlite")
                .load();
    }

    public Database database() {
        return database;
    }

    /** Tells of what is committed in this database. */
    public ChangeBus changes() {
        return changes;
    }

    /** The bus that instances on PostgreSQL share; what another one publishes arrives here once it listens. */
    public synchronized ChangeBus sharedChanges() {
        if (shared == null) {
            shared = new PostgresChangeBus(database, writer);
        }
        return shared;
    }

    /** This process among those on the database; one that is not closed is alive. */
    public synchronized Instances instances() {
        if (instances == null) {
            String name = "test:" + folder.getFileName();
            instances = switch (database.dialect()) {
                case SQLITE -> new LocalInstance(folder, name, Clock.systemUTC());
                case POSTGRESQL ->
                    new PostgresInstances(
                            database,
                            writer,
                            InstanceId.of(folder),
                            name,
                            "folder",
                            PostgresInstances.BEAT,
                            PostgresInstances.ALIVE_FOR);
            };
        }
        return instances;
    }

    /** From here on it tells nothing, as if the process was killed before it could. */
    public synchronized void silence() {
        if (shared != null) {
            shared.close();
        }
    }

    /** The data folder. */
    public Path folder() {
        return folder;
    }

    public AgroalDataSource writer() {
        return writer;
    }

    private static AgroalDataSource pool(
            Class<? extends Driver> driver,
            String url,
            int size,
            @Nullable String firstSql,
            @Nullable PostgresAddress account) {
        try {
            return AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(size)
                            .transactionRequirement(AgroalConnectionPoolConfiguration.TransactionRequirement.OFF)
                            .acquisitionTimeout(Duration.ofSeconds(20))
                            .idleValidationTimeout(account == null ? Duration.ZERO : Duration.ofSeconds(2))
                            .connectionValidator(
                                    AgroalConnectionPoolConfiguration.ConnectionValidator.defaultValidator())
                            .exceptionSorter(
                                    account == null
                                            ? AgroalConnectionPoolConfiguration.ExceptionSorter.defaultExceptionSorter()
                                            : new PostgreSQLExceptionSorter())
                            .connectionFactoryConfiguration(factory -> {
                                if (account != null) {
                                    factory.principal(new NamePrincipal(account.user()))
                                            .credential(new SimplePassword(account.password()));
                                }
                                return factory.jdbcUrl(url)
                                        .connectionProviderClass(driver)
                                        .initialSql(firstSql == null ? "" : firstSql);
                            })));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        silence();
        if (instances instanceof PostgresInstances shared) {
            shared.close();
        }
        readers.close();
        writer.close();
    }
}
