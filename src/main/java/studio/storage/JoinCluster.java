package studio.storage;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.settings.FolderSettings;

/** Makes sure that this process may be an instance beside others, and says in a sentence why it may not. */
final class JoinCluster {
    private static final Logger LOG = Logger.getLogger(JoinCluster.class);

    /** Older ones lack what the schema uses. */
    private static final int OLDEST_SERVER = 14;

    private JoinCluster() {}

    /** @throws StartRefusedException when instances would not see each other's pictures */
    static void check(DatabaseSettings settings, FolderSettings folders) {
        if (folders.bucket().isEmpty() && !settings.galleryShared()) {
            throw new StartRefusedException(Message.of("storage.pictures_not_shared"));
        }
    }

    /**
     * Makes sure that instances at work keep pictures at one place. One that differs takes its leave.
     *
     * @throws StartRefusedException when each would show entries whose pictures it does not have
     */
    static void checkPictures(PostgresInstances instances) {
        List<Instances.Member> alive =
                instances.all().stream().filter(Instances.Member::alive).toList();
        for (Instances.Member own : alive) {
            for (Instances.Member other : alive) {
                if (own.id().equals(instances.own())
                        && !other.pictures().isEmpty()
                        && !other.pictures().equals(own.pictures())) {
                    instances.close();
                    throw new StartRefusedException(
                            Message.of("storage.pictures_elsewhere", own.pictures(), other.name(), other.pictures()));
                }
            }
        }
    }

    /**
     * Brings the schema up to date, one instance at a time (Flyway holds a lock of the database meanwhile). A newer schema is left as it
     * is, and is worked with if it allows that.
     *
     * @throws StartRefusedException when the database cannot be reached or used, or a restore is filling it
     */
    static void migrate(Supplier<Flyway> flyway, PostgresAddress address) {
        try {
            Flyway migrations = flyway.get();
            Jdbi jdbi = Jdbi.create(migrations.getConfiguration().getDataSource());
            int server =
                    jdbi.withHandle(handle -> handle.select("SELECT current_setting('server_version_num')::int / 10000")
                            .mapTo(Integer.class)
                            .one());
            if (server < OLDEST_SERVER) {
                throw new StartRefusedException(Message.of("storage.postgres_too_old", server, OLDEST_SERVER));
            }
            if (!jdbi.withHandle(SharedDatabase::isFree)) {
                throw new StartRefusedException(Message.of("storage.restore_under_way", address.place()));
            }
            String newer = newest(migrations);
            if (newer == null) {
                migrations.migrate();
            } else {
                goOnBeside(jdbi, newer, address);
            }
        } catch (FlywayException | JdbiException e) {
            throw refused(e, address);
        }
    }

    /** The version of a schema that this program does not know; null when it knows all of it. */
    private static @Nullable String newest(Flyway flyway) {
        for (MigrationInfo applied : flyway.info().applied()) {
            MigrationVersion version = applied.getVersion();
            if (!applied.getState().isResolved() && version != null) {
                return version.getVersion();
            }
        }
        return null;
    }

    private static void goOnBeside(Jdbi jdbi, String newer, PostgresAddress address) {
        int oldest = jdbi.withHandle(handle -> handle.select("SELECT oldest_schema FROM cluster")
                .mapTo(Integer.class)
                .one());
        if (oldest > DatabaseFile.SCHEMA) {
            throw new StartRefusedException(Message.of("storage.schema_newer", address.place(), newer));
        }
        LOG.warnf("The schema of %s is of a newer version (%s); this one works with it", address.place(), newer);
    }

    static StartRefusedException refused(Exception e, PostgresAddress address) {
        String state = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        String place = address.place();
        LOG.debug("The database cannot be used", e);
        return new StartRefusedException(
                switch (state) {
                    case "28P01", "28000" -> Message.of("storage.postgres_sign_in", place, address.user());
                    case "3D000" -> Message.of("storage.postgres_no_database", place);
                    case "42501" -> Message.of("storage.postgres_no_right", place, address.user());
                    case "58P01", "0A000" -> Message.of("storage.postgres_no_trigrams", place);
                    case "08001", "08004", "08006", "57P03", "53300" ->
                        Message.of("storage.postgres_unreachable", place);
                    default -> Message.of("storage.postgres_failed", place, reason(e));
                });
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        return List.of(words.split("\\R", 2)).getFirst();
    }
}
