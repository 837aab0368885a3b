package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Instances.Member;

/** Two processes on one PostgreSQL know of each other. */
class InstancesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofMillis(50);

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private RealDatabase one;
    private RealDatabase other;

    @BeforeEach
    void open() {
        one = RealDatabase.in(folder, Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, elsewhere);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private static PostgresInstances start(RealDatabase at, String name, Duration beat) {
        return new PostgresInstances(
                at.database(),
                at.writer(),
                InstanceId.of(at.folder()),
                name,
                "folder",
                beat,
                PostgresInstances.ALIVE_FOR);
    }

    @Test
    void eachSeesTheOtherUntilItTakesItsLeave() {
        PostgresInstances here = start(one, "here:1", QUICK);
        PostgresInstances there = start(other, "there:1", QUICK);
        there.worksOn(7);

        assertThat(here.own()).isNotEqualTo(there.own());
        assertThat(here.alive(there.own())).isTrue();
        assertThat(there.alive(here.own())).isTrue();
        assertThat(here.alive("unknown")).isFalse();
        await().atMost(PATIENCE).until(() -> here.all().stream().anyMatch(member -> member.concurrent() == 7));
        assertThat(here.all()).extracting(Member::name).containsExactly("here:1", "there:1");
        assertThat(here.all()).allMatch(Member::alive);
        assertThat(here.all())
                .allSatisfy(member -> assertThat(member.clockAhead()).isBetween(seconds(-1), seconds(1)));

        there.close();
        assertThat(here.alive(there.own())).isFalse();
        assertThat(here.all()).extracting(Member::id).containsExactly(here.own());
        here.close();
    }

    @Test
    void whoShowsItselfNoMoreIsDeadAfterTwentySecondsAndForgottenAfterADay() {
        PostgresInstances here = start(one, "here:1", QUICK);
        unseenFor("killed", seconds(15));
        assertThat(here.alive("killed")).isTrue();
        unseenFor("killed", seconds(21));
        assertThat(here.alive("killed")).isFalse();
        assertThat(here.all()).filteredOn(member -> !member.alive()).hasSize(1);
        unseenFor("killed", Duration.ofHours(25));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(here.all()).extracting(Member::id).containsExactly(here.own()));
        here.close();
    }

    @Test
    void itShowsItselfAlsoWhileAWriterHoldsUpAllOthers() {
        PostgresInstances here = start(one, "here:1", QUICK);
        Instant before = here.all().getFirst().seenAt();
        other.database().run(() -> await().atMost(PATIENCE)
                .until(() -> here.all().getFirst().seenAt().isAfter(before)));
        here.close();
    }

    @Test
    void afterATimeWithoutTheDatabaseAllAreAliveUntilTheyHadAChanceToBeSeen() {
        AtomicBoolean away = new AtomicBoolean();
        DataSource connections = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("away");
                    }
                    return method.invoke(one.writer(), arguments);
                });
        PostgresInstances here = new PostgresInstances(
                one.database(), connections, "own", "here:1", "folder", QUICK, Duration.ofSeconds(2));
        unseenFor("silent", seconds(60));
        assertThat(here.alive("silent")).isFalse();

        away.set(true);
        await().atMost(PATIENCE).until(() -> here.alive("silent"));
        away.set(false);
        Instant before = here.all().getFirst().seenAt();
        await().atMost(PATIENCE).until(() -> here.all().stream()
                .anyMatch(member -> member.id().equals("own") && member.seenAt().isAfter(before)));
        assertThat(here.alive("silent")).isTrue();
        await().atMost(PATIENCE).until(() -> !here.alive("silent"));
        here.close();
    }

    @Test
    void theClockOfAnInstanceIsComparedWithTheDatabases() {
        PostgresInstances here = start(one, "here:1", QUICK);
        unseenFor("wrong", seconds(1));
        one.database().update(c -> c.execute("UPDATE instance SET clock_at = seen_at + 4000 WHERE id = 'wrong'"));
        assertThat(here.all())
                .filteredOn(member -> member.id().equals("wrong"))
                .extracting(Member::clockAhead)
                .containsExactly(seconds(4));
        here.close();
    }

    @Test
    void aCopyOfADataFolderIsNoticedByWhoWasThereFirst() {
        PostgresInstances first = start(one, "first:1", QUICK);
        assertThat(first.doubled()).isFalse();
        PostgresInstances copy = start(one, "copy:1", QUICK);
        await().atMost(PATIENCE).until(first::doubled);
        assertThat(copy.doubled()).isFalse();
        first.close();
        assertThat(copy.all()).extracting(Member::name).containsExactly("copy:1");
        copy.close();
    }

    @Test
    void oneThatKeepsPicturesElsewhereIsRefusedAndTakesItsLeave() {
        PostgresInstances here = start(one, "here:1", QUICK);
        JoinCluster.checkPictures(here);
        PostgresInstances wrong = new PostgresInstances(
                other.database(),
                other.writer(),
                "wrong",
                "there:1",
                "bucket paintings",
                QUICK,
                PostgresInstances.ALIVE_FOR);
        assertThatThrownBy(() -> JoinCluster.checkPictures(wrong))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("while here:1 keeps them in folder")
                .hasMessageContaining("bucket paintings")
                .hasMessageContaining("图片");
        assertThat(here.alive("wrong")).isFalse();
        here.close();
    }

    @Test
    void theIdStaysAndIsTheOwnersAlone() throws IOException {
        String id = InstanceId.of(folder);
        assertThat(InstanceId.of(folder)).isEqualTo(id);
        assertThat(new LocalInstance(folder, "x", Clock.systemUTC()).own()).isEqualTo(id);
        Path file = folder.resolve("instance.id");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "x".repeat(1000));
        assertThat(InstanceId.of(folder)).hasSize(36).isNotEqualTo(id);
    }

    @Test
    void aloneThereIsOneAndItLives() {
        LocalInstance alone = new LocalInstance(folder, "here:1", Clock.systemUTC());
        assertThat(alone.alive(alone.own())).isTrue();
        assertThat(alone.alive("other")).isFalse();
        assertThat(alone.all()).extracting(Member::id).containsExactly(alone.own());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void unseenFor(String id, Duration ago) {
        other.database().update(c -> c.createUpdate("""
                INSERT INTO instance (id, name, version, started_at, seen_at, clock_at, concurrent)
                SELECT :id, 'x', '1', 0, at, at, 1
                FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :ago AS at) AS t
                ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at""")
                .bind("id", id)
                .bind("ago", ago.toMillis())
                .execute());
    }
}
