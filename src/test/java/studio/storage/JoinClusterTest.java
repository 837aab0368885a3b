package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

class JoinClusterTest {

    @Test
    void manyInstancesThatStartTogetherMakeOneSchema() throws Exception {
        PostgresAddress address = RealPostgres.empty();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> join(address)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }

        try (Handle c = open(address)) {
            assertThat(c.select("SELECT max(version::int) FROM flyway_schema_history")
                            .mapTo(Integer.class)
                            .one())
                    .isEqualTo(DatabaseFile.SCHEMA);
            assertThat(c.select("SELECT count(*) FROM flyway_schema_history WHERE version IS NOT NULL")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(RealPostgres.flyway(address).info().all().length);
        }
        RealPostgres.drop(address);
    }

    @Test
    void noInstanceStartsWhileARestoreFillsTheDatabaseAndNoSecondRestoreBegins() {
        PostgresAddress address = RealPostgres.fresh();
        SharedDatabase shared = SharedDatabase.at(address);
        try (Handle restoring = shared.alone()) {
            assertThat(SharedDatabase.isFree(restoring)).isTrue();
            assertThatThrownBy(() -> join(address))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("A restore is filling the database " + address.place());
            assertThatThrownBy(shared::alone)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("Another restore");
        }
        join(address);
    }

    @Test
    void aSchemaThatIsNewerIsWorkedWithAsLongAsItAllowsThat() {
        PostgresAddress address = RealPostgres.fresh();
        try (Handle c = open(address)) {
            c.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                            + " execution_time, success) VALUES (99, '900', 'future', 'SQL', 'V900__future.sql', 'x', 1, true)");

            join(address);

            c.execute("UPDATE cluster SET oldest_schema = 899");
        }
        assertThatThrownBy(() -> join(address))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("更新版本的 Image Studio")
                .hasMessageContaining("newer Image Studio (schema 900)");
        RealPostgres.drop(address);
    }

    @Test
    void whatIsWrongWithTheDatabaseIsSaidInASentenceWithoutThePassword() throws Exception {
        assertRefused(RealPostgres.address("nowhere"), "There is no such database: localhost:");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertRefused(
                address("postgresql://studio:secret@localhost:" + free + "/studio"),
                "The database at localhost:" + free + "/studio does not answer");
        assertRefused(
                address("postgresql://studio:secret@does-not-exist.invalid/studio"),
                "The database at does-not-exist.invalid/studio does not answer");
        assertRefused(address(RealPostgres.url("postgres", "nobody")), "refuses user nobody");
    }

    @Test
    void aWrongPasswordIsSaidWithoutShowingIt() throws Exception {
        PostgresAddress address = RealPostgres.empty();
        Path rules;
        try (Handle c = open(address)) {
            c.execute("DROP ROLE IF EXISTS careful");
            c.execute("CREATE ROLE careful LOGIN PASSWORD 'right'");
            rules = Path.of(c.select("SHOW hba_file").mapTo(String.class).one());
            // The server of the tests lets everybody in; the first rule that fits counts.
            Files.writeString(rules, "host all careful all scram-sha-256\n" + Files.readString(rules));
            c.execute("SELECT pg_reload_conf()");
            String name = address.place().substring(address.place().lastIndexOf('/') + 1);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertRefused(address(RealPostgres.url(name, "careful")), "refuses user careful: check"));
            assertThatThrownBy(() -> PostgresTrial.reach(address(RealPostgres.url(name, "careful"))))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("refuses user careful")
                    .hasMessageNotContaining("secret");
        }
        assertThat(PostgresTrial.reach(address)).startsWith("PostgreSQL 17").endsWith(address.place());
        RealPostgres.drop(address);
    }

    @Test
    void aUserWithoutRightsIsToldWhatToDo() {
        PostgresAddress address = RealPostgres.empty();
        try (Handle c = open(address)) {
            c.execute("CREATE ROLE guest LOGIN");
        }
        String name = address.place().substring(address.place().lastIndexOf('/') + 1);

        assertRefused(address(RealPostgres.url(name, "guest")), "The user guest may not set up the database");
        RealPostgres.drop(address);
    }

    @Test
    void aDatabaseWithoutSharedPicturesIsRefused() {
        assertThatThrownBy(() -> checked(Map.of()))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("STUDIO_GALLERY_SHARED=true")
                .hasMessageContaining("STUDIO_S3_BUCKET");
        checked(Map.of("STUDIO_GALLERY_SHARED", "true"));
        checked(Map.of("STUDIO_S3_BUCKET", "pictures"));
    }

    private static void checked(Map<String, String> variables) {
        JoinCluster.check(
                TestSettings.of(DatabaseSettings.class, variables), TestSettings.of(FolderSettings.class, variables));
    }

    private static void assertRefused(PostgresAddress address, String sentence) {
        assertThatThrownBy(() -> join(address))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("数据库")
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("secret");
    }

    private static void join(PostgresAddress address) {
        JoinCluster.migrate(() -> RealPostgres.flyway(address), address);
    }

    private static PostgresAddress address(String url) {
        PostgresAddress address = PostgresAddress.parse(url);
        assertThat(address).isNotNull();
        return address;
    }

    private static Handle open(PostgresAddress address) {
        return Jdbi.open(address.jdbcUrl(), address.user(), address.password());
    }
}
