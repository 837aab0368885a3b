package studio.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.Language;
import studio.settings.Environment;
import studio.storage.ChangeBus;
import studio.storage.DatabaseFile;
import studio.storage.Dialect;
import studio.storage.Instances;
import studio.storage.RealDatabase;
import studio.storage.watch.ClusterWatch;

/** What the doctor says of instances on a real PostgreSQL, each with what to do. */
class ClusterChecksTest {
    private static RealDatabase real;

    private List<Instances.Member> members = List.of();
    private boolean doubled;
    private Optional<Duration> lag = Optional.of(Duration.ofMillis(3));

    private final ClusterChecks checks = new ClusterChecks(new ClusterWatch(
            real.database(),
            new Instances() {
                @Override
                public String own() {
                    return "id-of-this";
                }

                @Override
                public boolean alive(String id) {
                    return true;
                }

                @Override
                public List<Member> all() {
                    return members;
                }

                @Override
                public void worksOn(int concurrent) {}

                @Override
                public boolean doubled() {
                    return doubled;
                }
            },
            new ChangeBus() {
                @Override
                public void publish(Change change) {}

                @Override
                public Subscription subscribe(Consumer<Change> reader) {
                    return () -> {};
                }

                @Override
                public Optional<Duration> lag() {
                    return lag;
                }
            }));

    @BeforeAll
    static void open(@TempDir Path folder) {
        real = RealDatabase.in(folder, Dialect.POSTGRESQL);
    }

    @AfterAll
    static void close() {
        real.close();
    }

    @Test
    void instancesThatAgreeAreWell() {
        members = List.of(member("a:1", 1_500, true), member("b:2", -400, true));
        assertSays(checks.instances(), Finding.State.OK, "2 instances are at work: a:1, b:2");
    }

    @Test
    void clocksThatDifferAreReportedWithWhoseAndByHowMuch() {
        members = List.of(member("a:1", 1_500, true), member("b:2", -900, true), member("dead:3", 90_000, false));
        assertSays(checks.instances(), Finding.State.WARN, "The clock of a:1 is 2.4 s ahead of that of b:2");
        assertSays(checks.instances(), Finding.State.WARN, "Set the clocks by NTP");
    }

    @Test
    void anotherVersionIsReported() {
        Instances.Member old = new Instances.Member(
                "o", "old:1", "0.0.9", Instant.now(), Instant.now(), Duration.ZERO, 2, "folder", true);
        members = List.of(member("a:1", 0, true), old);
        assertSays(checks.instances(), Finding.State.WARN, "this one " + Environment.version() + ", others 0.0.9");
    }

    @Test
    void anInstanceThatWasKilledIsNamed() {
        members = List.of(member("a:1", 0, true), member("b:2", 0, false));
        assertSays(checks.instances(), Finding.State.WARN, "1 instances are at work. Not heard of any more");
        assertSays(checks.instances(), Finding.State.WARN, "b:2");
    }

    @Test
    void aCopiedDataFolderIsAFailure() {
        doubled = true;
        assertSays(checks.instances(), Finding.State.FAIL, "remove instance.id from its data folder");
    }

    @Test
    void changesThatAreLateOrLostAreReported() {
        assertSays(checks.changes(), Finding.State.OK, "in 3 ms");
        lag = Optional.of(Duration.ofMillis(2_500));
        assertSays(checks.changes(), Finding.State.WARN, "take 2500 ms");
        lag = Optional.empty();
        assertSays(checks.changes(), Finding.State.WARN, "a pooler that keeps sessions");
    }

    @Test
    void workThatNoneTakesOverIsReported() {
        assertSays(checks.executions(), Finding.State.OK, "0 tasks wait and 0 are worked on");
        real.database().update(c -> c.execute("""
                INSERT INTO job_execution (task_name, task_instance, execution_time, picked, last_heartbeat, version)
                VALUES ('job', 'left', now(), true, now() - interval '90 seconds', 1)"""));
        try {
            assertSays(checks.executions(), Finding.State.WARN, "1 executions belong to instances");
        } finally {
            real.database().update(c -> c.execute("DELETE FROM job_execution"));
        }
    }

    @Test
    void aSchemaOfANewerVersionIsWorkedWithAndReported() {
        assertSays(checks.database(), Finding.State.OK, "The database works (PostgreSQL 17");
        real.database()
                .update(
                        c -> c.execute(
                                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                                        + " execution_time, success) VALUES (99, '900', 'future', 'SQL', 'V900.sql', 'x', 1, true)"));
        try {
            assertSays(checks.database(), Finding.State.WARN, "schema 900 by a newer Image Studio");
            assertSays(checks.database(), Finding.State.WARN, "this one knows " + DatabaseFile.SCHEMA);
        } finally {
            real.database().update(c -> c.execute("DELETE FROM flyway_schema_history WHERE version = '900'"));
        }
    }

    private static Instances.Member member(String name, long aheadMs, boolean alive) {
        return new Instances.Member(
                "id of " + name,
                name,
                Environment.version(),
                Instant.now(),
                Instant.now(),
                Duration.ofMillis(aheadMs),
                2,
                "folder",
                alive);
    }

    private static void assertSays(Finding finding, Finding.State state, String english) {
        assertThat(finding.message().in(Language.ENGLISH)).contains(english);
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.message().in(Language.CHINESE)).matches("(?s).*\\p{IsHan}.*");
    }
}
