package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.Database;
import studio.storage.DatabaseFile;
import studio.storage.InstanceId;
import studio.storage.PostgresAddress;
import studio.storage.RealDatabase;
import studio.storage.RealPostgres;
import studio.storage.SharedDatabase;
import studio.storage.StartRefusedException;
import studio.storage.move.RowFiles;

/** A studio moves from one process with its files to instances on PostgreSQL and S3, and back, by its backup. */
class MovingTest {
    private static final int ENTRIES = 10_000;
    private static final PictureKey CAT = PictureKey.original("一只猫 cat.png");
    private static final PictureKey GONE = PictureKey.original("gone.png").inTrash();
    private static final String CONFIG = """
            {"auth": {"password": "p-of-the-source", "jwtSecret": "a-secret-of-the-source-1234"},
             "apiConfigs": [
               {"id": "a", "label": "A", "endpoint": "https://a.example/v1", "model": "m", "apiKey": "key-a"}],
             "templates": [{"id": "t", "name": "T", "prompt": "a template"}]}
            """;

    @TempDir
    Path root;

    private S3Server server;
    private FolderSettings single;
    private FolderSettings instance;
    private PostgresAddress address;

    @BeforeEach
    void places() throws IOException {
        server = new S3Server(Files.createDirectories(root.resolve("server")));
        single = RealDatabase.folders(root.resolve("single"));
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("STUDIO_DATABASE_URL", "postgresql://u:p@localhost/d");
        instance = TestSettings.folders(root.resolve("instance"), environment);
        address = RealPostgres.empty();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allThatASingleServerHadIsInTheClusterAndComesBack() throws Exception {
        fill(ENTRIES);

        Restore.Restored restored = intoCluster(backupOfSingle(), false);

        assertThat(restored.keptSchema()).isNull();
        assertThat(restored.withoutKey()).isEmpty();
        Map<String, String> before = rowsOfSingle(single);
        assertThat(rowsOfCluster()).isEqualTo(before);
        assertThat(before.get("gallery_entry").lines()).hasSize(ENTRIES + 1);
        Database shared = shared().database();
        assertThat(numbers(shared, "SELECT entries, bytes FROM gallery_total"))
                .containsExactly(ENTRIES - 1000L, 7L * (ENTRIES - 1000));
        assertThat(numbers(
                        shared, "SELECT entries, entries FROM gallery_facet WHERE name = 'favorite' AND value = '1'"))
                .containsExactly(1000L, 1000L);
        assertThat(text(shared, "SELECT convert_from(content, 'UTF8') FROM config_document"))
                .contains("p-of-the-source", "key-a", "a template");
        assertThat(read(bucket(), CAT)).isEqualTo("picture");
        assertThat(read(bucket(), GONE)).isEqualTo("trashed");
        // In the bucket and not on the disk of the machine that restored, which may go.
        assertThat(server.keys()).contains("一只猫 cat.png", ".trash/gone.png", ".inputs/f00d");
        assertThat(instance.pictures().resolve("一只猫 cat.png")).doesNotExist();
        assertThat(instance.database()).doesNotExist();
        assertThat(instance.configFile()).doesNotExist();
        assertThat(instance.data().resolve("gallery.json")).doesNotExist();
        goOn(shared, "later in the cluster");
        // As the start of an instance does.
        migrate("db/postgresql", address.jdbcUrl(), address.user(), address.password(), "latest");

        FolderSettings back = RealDatabase.folders(root.resolve("back"));
        new Restore(back, () -> new DiskPictureStore(back.gallery()))
                .from(new ByteArrayInputStream(backupOfCluster(true)), false);

        Map<String, String> after = rowsOfSingle(back);
        assertThat(after).isEqualTo(rowsOfCluster());
        assertThat(after.get("gallery_entry")).contains("later in the cluster");
        PictureStore pictures = new DiskPictureStore(back.gallery());
        assertThat(read(pictures, CAT)).isEqualTo("picture");
        assertThat(read(pictures, GONE)).isEqualTo("trashed");
        assertThat(back.inputs().resolve("f00d")).hasContent("reference");
        assertThat(back.configFile()).content().contains("p-of-the-source", "key-a", "a template");
        assertThat(back.data().resolve("rows")).doesNotExist();
        try (RealDatabase real = RealDatabase.in(root.resolve("back"))) {
            Database database = real.database();
            assertThat(numbers(database, "SELECT entries, bytes FROM gallery_total"))
                    .containsExactly(ENTRIES - 999L, 7L * (ENTRIES - 999));
            assertThat(text(
                            database,
                            "SELECT count(*) || '' FROM gallery_text WHERE gallery_text MATCH '\"word 77 of\"'"))
                    .isEqualTo("1");
            goOn(database, "later again");
        }
    }

    /** The next rows get numbers above all that were given, also those of rows that are gone. */
    private static void goOn(Database database, String prompt) {
        List<Long> numbers = database.update(c -> {
            long newest = c.select("SELECT max(seq) FROM gallery_entry")
                    .mapTo(Long.class)
                    .one();
            entry(c, "e-" + prompt, prompt, false, false);
            c.execute("INSERT INTO prompt (text, used_at, uses) VALUES (?, 5, 1)", prompt);
            return List.of(
                    newest,
                    c.select("SELECT max(seq) FROM gallery_entry")
                            .mapTo(Long.class)
                            .one(),
                    c.select("SELECT max(id) FROM prompt").mapTo(Long.class).one());
        });
        assertThat(numbers.get(1)).isGreaterThan(numbers.get(0)).isGreaterThan(ENTRIES);
        assertThat(numbers.get(2)).isGreaterThan(102);
    }

    @Test
    void withoutKeysTheOnesThatTheClusterHasStay() throws Exception {
        fill(2);
        intoCluster(backupOfSingle(), false);

        byte[] archive = backupOfCluster(false);
        assertThat(new String(archive, UTF_8)).doesNotContain("key-a", "p-of-the-source");
        Restore.Restored restored = intoCluster(archive, true);

        assertThat(restored.withoutKey()).isEmpty();
        assertThat(restored.password()).isNull();
        assertThat(text(shared().database(), "SELECT convert_from(content, 'UTF8') FROM config_document"))
                .contains("key-a", "p-of-the-source");
    }

    @Test
    void aStudioThatIsThereIsReplacedOnlyOnRequestAndKeptInASchemaOfItsOwn() throws Exception {
        fill(3);
        byte[] archive = backupOfSingle();
        intoCluster(archive, false);
        shared().database().update(c -> c.execute("UPDATE meta SET value = 'of the cluster' WHERE name = 'mark'"));

        assertThatThrownBy(() -> intoCluster(archive, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("--replace");
        Restore.Restored restored = intoCluster(archive, true);

        assertThat(text(shared().database(), "SELECT value FROM meta WHERE name = 'mark'"))
                .isEqualTo("of the source");
        assertThat(text(
                        shared().database(),
                        "SELECT value FROM \"" + restored.keptSchema() + "\".meta WHERE name = 'mark'"))
                .isEqualTo("of the cluster");
        assertThat(server.keys()).anyMatch(key -> key.startsWith(restored.keptSchema() + "/"));
        // Its triggers are those of the tables in use.
        goOnSmall(shared().database());
    }

    private static void goOnSmall(Database database) {
        long before =
                numbers(database, "SELECT entries, entries FROM gallery_total").getFirst();
        int unused = database.update(c -> entry(c, "one-more", "one more", false, false));
        assertThat(numbers(database, "SELECT entries, entries FROM gallery_total"))
                .containsOnly(before + 1);
    }

    @Test
    void nothingIsRestoredWhileAnInstanceWorks() throws Exception {
        fill(2);
        byte[] archive = backupOfSingle();
        intoCluster(archive, false);
        shared().database().update(c -> c.execute("""
                        INSERT INTO instance VALUES ('i', 'pod-7:51130', '1', 0,
                            (extract(epoch FROM clock_timestamp()) * 1000)::bigint, 0, 1)"""));

        assertThatThrownBy(() -> intoCluster(archive, true))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("pod-7:51130");
        shared().database().update(c -> c.execute("UPDATE instance SET seen_at = seen_at - 20001"));
        intoCluster(archive, true);
    }

    @Test
    void aRestoreThatWasKilledBeforeTheTablesWereChangedIsFinishedAtTheNextStart() throws Exception {
        fill(2);
        byte[] archive = backupOfSingle();
        server.close();

        // The bucket does not answer when the pictures are to be moved, which is as good as a kill.
        assertThatThrownBy(() -> intoCluster(archive, true))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("it finishes the restore");
        assertThat(shared().holdsStudio()).isFalse();
        server.start();
        restorer().finishInterrupted();

        assertThat(text(shared().database(), "SELECT value FROM meta WHERE name = 'mark'"))
                .isEqualTo("of the source");
        assertThat(read(bucket(), CAT)).isEqualTo("picture");
        assertThat(instance.data().resolve(".restore")).doesNotExist();
        assertThat(text(
                        shared().database(),
                        "SELECT count(*) || '' FROM pg_namespace WHERE nspname = 'studio_restore'"))
                .isEqualTo("0");
        restorer().finishInterrupted();
    }

    @Test
    void anArchiveThatIsNoStudioChangesNothing() throws Exception {
        fill(2);
        intoCluster(backupOfSingle(), false);
        byte[] archive = backupOfCluster(true);

        refused(rewritten(archive, "gallery_entry", "[\"seq\",\"nonsense\"]\n[1,2]\n"), "does not know");
        refused(rewritten(archive, "gallery_entry", "[\"seq\"]\n[\"x\"]\n"), "not a number");
        refused(rewritten(archive, "gallery_entry", "{}"), "names of their columns");
        refused(rewritten(archive, "task", "[\"id\"]\n[\"a prompt\",7]\n"), "damaged");
        refused(rewritten(archive, "attempt", "[\"task_id\"]\n[\"none\"]\n"), "");
    }

    /** As an instance of the version before wrote it. */
    @Test
    void anArchiveOfAnOlderSchemaIsBroughtUpToDateInTheClusterAndOnTheDisk() throws Exception {
        migrate("db/postgresql", address.jdbcUrl(), address.user(), address.password(), "21");
        try (Handle c = shared().open()) {
            c.execute("INSERT INTO meta VALUES ('mark', 'of the source')");
            c.execute("INSERT INTO config_document VALUES (1, ?, 1)", (Object) CONFIG.getBytes(UTF_8));
            entry(c, "old", "of schema 21", false, true);
            task(c, 2);
        }
        Files.createDirectories(instance.temp());
        byte[] archive = backupOfCluster(true);
        assertThat(new String(archive, UTF_8)).contains("\"schema\" : 21").doesNotContain("cancel_asked");
        address = RealPostgres.empty();

        intoCluster(archive, false);
        assertThat(shared().schemaVersion()).isEqualTo(DatabaseFile.SCHEMA);
        assertThat(text(shared().database(), "SELECT prompt FROM gallery_entry"))
                .isEqualTo("of schema 21");
        assertThat(numbers(shared().database(), "SELECT cancel_asked, version FROM task"))
                .containsExactly(0L, 1L);
        goOnSmall(shared().database());

        FolderSettings back = RealDatabase.folders(root.resolve("back"));
        new Restore(back, () -> new DiskPictureStore(back.gallery())).from(new ByteArrayInputStream(archive), false);
        assertThat(new DatabaseFile(back.database()).schema()).isEqualTo(21);
        try (RealDatabase real = RealDatabase.in(root.resolve("back"))) {
            assertThat(text(real.database(), "SELECT prompt FROM gallery_entry"))
                    .isEqualTo("of schema 21");
            assertThat(numbers(real.database(), "SELECT cancel_asked, version FROM task"))
                    .containsExactly(0L, 1L);
            goOnSmall(real.database());
        }
    }

    /** An archive from before there were several instances. */
    @Test
    void aDatabaseFileOfAnEarlierVersionMovesIntoTheCluster() throws Exception {
        Files.createDirectories(single.temp());
        migrate("db/sqlite", "jdbc:sqlite:" + single.database(), "", "", "17");
        try (Handle c = Jdbi.open("jdbc:sqlite:" + single.database())) {
            entry(c, "old", "of schema 17", false, true);
        }
        Files.createDirectories(single.gallery());

        intoCluster(backupOfSingle(), false);

        assertThat(shared().schemaVersion()).isEqualTo(DatabaseFile.SCHEMA);
        assertThat(text(shared().database(), "SELECT prompt FROM gallery_entry"))
                .isEqualTo("of schema 17");
        // The first start takes the config file of the instance, or makes one.
        assertThat(text(shared().database(), "SELECT count(*) || '' FROM config_document"))
                .isEqualTo("0");
    }

    @Test
    void whoWasWorkedOnBelongsToTheInstanceThatHasItsAnswer() throws Exception {
        fill(10);
        intoCluster(backupOfSingle(), false);

        assertThat(instance.temp().resolve("t2/1/answer.json")).exists();
        assertThat(text(shared().database(), "SELECT DISTINCT owner FROM task WHERE status = 'RUNNING'"))
                .isEqualTo(InstanceId.of(instance.data()));
        assertThat(text(shared().database(), "SELECT count(owner) || '' FROM task WHERE status <> 'RUNNING'"))
                .isEqualTo("0");
    }

    private void refused(byte[] archive, String why) {
        assertThatThrownBy(() -> intoCluster(archive, true))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("a prompt");
        FolderSettings back = RealDatabase.folders(root.resolve("refused"));
        assertThatThrownBy(() -> new Restore(back, () -> new DiskPictureStore(back.gallery()))
                        .from(new ByteArrayInputStream(archive), true))
                .isInstanceOf(BackupException.class);
        assertThat(back.database()).doesNotExist();
        assertThat(text(shared().database(), "SELECT value FROM meta WHERE name = 'mark'"))
                .isEqualTo("of the source");
        assertThat(text(
                        shared().database(),
                        "SELECT count(*) || '' FROM pg_namespace WHERE nspname = 'studio_restore'"))
                .isEqualTo("0");
    }

    private byte[] rewritten(byte[] archive, String table, String rows) throws IOException, BackupException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveReader reader = new ArchiveReader(new ByteArrayInputStream(archive));
        try (ArchiveWriter writer = new ArchiveWriter(out, root.resolve("rewritten"))) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                byte[] content = new byte[(int) entry.getSize() + 1];
                int length = reader.read(content);
                if (entry.getName().equals(Archive.ROWS + table + ".jsonl")) {
                    writer.bytes(entry.getName(), rows.getBytes(UTF_8), java.time.Instant.EPOCH);
                } else if (!entry.getName().equals(Archive.SUMS)) {
                    writer.bytes(entry.getName(), java.util.Arrays.copyOf(content, length), java.time.Instant.EPOCH);
                }
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    private static void migrate(String scripts, String url, String user, String password, String target) {
        int unused = Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:" + scripts)
                .target(target)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private void fill(int entries) throws IOException {
        try (RealDatabase real = RealDatabase.in(root.resolve("single"))) {
            int unused = real.database().update(c -> {
                c.execute("INSERT INTO meta VALUES ('mark', 'of the source')");
                for (int i = 0; i < entries; i++) {
                    entry(c, "e" + i, "word " + i + " of\n\"its\"\tC:\\path 一只猫", i % 10 == 1, i % 10 == 3);
                }
                for (int i = 0; i < Math.min(entries, 100); i++) {
                    task(c, i);
                }
                c.execute("INSERT INTO prompt (text, used_at, uses) VALUES ('gone', 1, 1), ('gone too', 1, 1)");
                c.execute("DELETE FROM prompt WHERE text LIKE 'gone%'");
                c.execute(
                        "INSERT INTO spending VALUES ('t1', 1, 5, '2026-11-30', 'a', 'A', 'm', 1, 'USD', 0, 'OK', 1234567)");
                c.execute("INSERT INTO draft VALUES ('d', 'a draft', 5, '{\"prompt\":\"x\"}')");
                c.execute("INSERT INTO draft_reference VALUES ('f00d', 'd')");
                c.execute("INSERT INTO entry_reference VALUES ('f00d', 'e1')");
                c.execute("INSERT INTO session VALUES ('s', 'g', 'Firefox', NULL, 1, 1, 2, 99999999999999)");
                c.execute("INSERT INTO push_key VALUES (1, 'private', 'public')");
                c.execute(
                        "INSERT INTO push_subscription VALUES ('s', 'https://push.example/1', 'k', 'a', 'c', 'zh', 1, 5)");
                c.execute("UPDATE queue_control SET paused = 1, max_concurrent = 4");
                return c.execute("UPDATE task_change SET last = 4711");
            });
        }
        Files.createDirectories(single.configFile().getParent());
        Files.writeString(single.configFile(), CONFIG);
        Files.writeString(single.data().resolve("gallery.json"), "[]");
        PictureStore store = new DiskPictureStore(single.gallery());
        put(store, CAT, "picture");
        put(store, PictureKey.thumbnail("一只猫 cat.png"), "thumbnail");
        put(store, GONE, "trashed");
        Files.createDirectories(single.inputs());
        Files.writeString(single.inputs().resolve("f00d"), "reference");
        Files.createDirectories(single.temp().resolve("t2/1"));
        Files.writeString(single.temp().resolve("t2/1/answer.json"), "{}");
    }

    private static int entry(Handle c, String id, String prompt, boolean trashed, boolean favorite) {
        return c.createUpdate("""
                        INSERT INTO gallery_entry (id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,
                            model_id, created_at, width, height, bytes, format, favorite, deleted_at, folded)
                        VALUES (:id, :prompt, '', :id || '.png', 1, 'a', 'A', 'm', 1700000000000, 120, 80, 7, 'png', :favorite,
                            :deleted, :prompt)""")
                .bind("id", id)
                .bind("prompt", prompt)
                .bind("favorite", favorite ? 1 : 0)
                .bind("deleted", trashed ? 5L : null)
                .execute();
    }

    private static void task(Handle c, int i) {
        String status =
                List.of("DONE", "QUEUED", "RUNNING", "FAILED", "CANCELED").get(i % 5);
        c.execute("""
                INSERT INTO task (id, entry_id, request_id, status, created_at, version, request, change_seq)
                VALUES (?, ?, 'r', ?, 5, 1, ?, ?)""", "t" + i, "e" + i, status, "{\"prompt\":\"prompt " + i + "\"}", i);
        if (!status.equals("QUEUED")) {
            c.execute("INSERT INTO attempt VALUES (?, 1, 5, NULL, 'OPEN', NULL, NULL, NULL, '1')", "t" + i);
        }
        c.execute("INSERT INTO idempotency VALUES (?, 'h', ?)", "key" + i, "t" + i);
        c.execute("INSERT INTO task_reference VALUES ('f00d', ?)", "t" + i);
        c.execute("INSERT INTO task_turn VALUES (?, 1, '{}')", "t" + i);
    }

    private static void put(PictureStore store, PictureKey key, String text) {
        store.put(key, target -> target.write(ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    private static String read(PictureStore store, PictureKey key) {
        try (InputStream in = store.find(key).orElseThrow().content().open()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SharedDatabase shared() {
        return SharedDatabase.at(address);
    }

    private PictureStore bucket() {
        return PictureStores.open(instance, TestSettings.of(BucketSettings.class, server.environment()));
    }

    private Restore restorer() {
        return new Restore(instance, Optional.of(address), this::bucket);
    }

    private Restore.Restored intoCluster(byte[] archive, boolean replace) throws IOException, BackupException {
        return restorer().from(new ByteArrayInputStream(archive), replace);
    }

    private byte[] backupOfSingle() throws IOException, BackupException {
        return written(Backup.begin(single, () -> new DiskPictureStore(single.gallery()), true));
    }

    private byte[] backupOfCluster(boolean withKeys) throws IOException, BackupException {
        return written(Backup.begin(instance, shared().database(), this::bucket, withKeys));
    }

    private static byte[] written(Backup begun) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (begun) {
            assertThat(begun.writeTo(out).missing()).isEmpty();
        }
        return out.toByteArray();
    }

    /** By table, sorted, without who works on a task. */
    private Map<String, String> rowsOfCluster() throws IOException {
        int unused = shared().database().update(c -> c.execute("UPDATE task SET owner = NULL"));
        return rows(shared().database());
    }

    private Map<String, String> rowsOfSingle(FolderSettings folders) throws IOException {
        try (RealDatabase real = RealDatabase.in(folders.data().getParent())) {
            return rows(real.database());
        }
    }

    private Map<String, String> rows(Database database) throws IOException {
        Path folder = Files.createTempDirectory(root, "rows");
        Map<String, String> all = new java.util.TreeMap<>();
        for (Path file : RowFiles.export(database, folder).files()) {
            List<String> lines = Files.readAllLines(file);
            all.put(
                    file.getFileName().toString().replace(".jsonl", ""),
                    String.join("\n", lines.stream().sorted().toList()));
        }
        return all;
    }

    private static String text(Database database, String sql) {
        return database.query(c -> c.select(sql).mapTo(String.class).one());
    }

    private static List<Long> numbers(Database database, String sql) {
        return database.query(c -> c.select(sql)
                .map((row, context) -> List.of(row.getLong(1), row.getLong(2)))
                .one());
    }
}
