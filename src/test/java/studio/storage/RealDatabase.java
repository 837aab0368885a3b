package studio.storage;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.sqlite.JDBC;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** A database like the server's own, without the server: same driver, same pools, same migrations. */
public final class RealDatabase implements AutoCloseable {
    private final AgroalDataSource writer;
    private final AgroalDataSource readers;
    private final SqliteDatabase database;
    private final Path folder;
    private final ChangeBus changes;

    private RealDatabase(AgroalDataSource writer, AgroalDataSource readers, SqliteDatabase database, Path folder) {
        this.writer = writer;
        this.readers = readers;
        this.database = database;
        this.folder = folder;
        this.changes = new LocalChangeBus(database);
    }

    /** Opens {@code <folder>/data/studio.db}, with a gallery folder beside {@code data}. */
    public static RealDatabase in(Path folder) {
        return in(folder, Duration.ofSeconds(10));
    }

    static RealDatabase in(Path folder, Duration longestWait) {
        return in(folder, longestWait, Duration.ofSeconds(5));
    }

    static RealDatabase in(Path folder, Duration longestWait, Duration longestSearch) {
        FolderSettings folders = folders(folder);
        OpenStorage.createFolders(folders);
        String url = "jdbc:sqlite:" + folders.database();
        AgroalDataSource writer = pool(
                url
                        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=true&transaction_mode=IMMEDIATE",
                1,
                null);
        OpenStorage.migrate(flyway(writer), folders.database());
        AgroalDataSource readers = pool(url + "?busy_timeout=5000", 4, "PRAGMA query_only=1");
        return new RealDatabase(
                writer, readers, new SqliteDatabase(writer, readers, longestWait, longestSearch), folders.data());
    }

    public static FolderSettings folders(Path folder) {
        return TestSettings.folders(folder, Map.of());
    }

    static Flyway flyway(AgroalDataSource writer) {
        return Flyway.configure()
                .dataSource(writer)
                .locations("classpath:db/migration")
                .load();
    }

    public SqliteDatabase database() {
        return database;
    }

    /** Tells of what is committed in this database. */
    public ChangeBus changes() {
        return changes;
    }

    /** The data folder. */
    public Path folder() {
        return folder;
    }

    AgroalDataSource writer() {
        return writer;
    }

    private static AgroalDataSource pool(String url, int size, String firstSql) {
        try {
            return AgroalDataSource.from(
                    new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(size)
                            .transactionRequirement(AgroalConnectionPoolConfiguration.TransactionRequirement.OFF)
                            .acquisitionTimeout(Duration.ofSeconds(20))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                    .connectionProviderClass(JDBC.class)
                                    .initialSql(firstSql == null ? "" : firstSql))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
