package studio.storage.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

/** Figures of the work that is given out, beside the scheduler that gives it out. */
class ExecutionCountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void whatAnInstanceTakesAndWhatItFindsDeadIsCounted() {
        SimpleMeterRegistry figures = new SimpleMeterRegistry();
        try (RealDatabase real = RealDatabase.in(folder, Dialect.POSTGRESQL)) {
            ClusterWatch watch = new ClusterWatch(real.database(), real.instances(), real.changes());
            insert(real, "waits", false, 1);
            insert(real, "of the dead", true, 600);
            assertThat(watch.work()).isEqualTo(new ClusterWatch.Work(1, 1, 1));

            OneTimeTask<Void> task = Tasks.oneTime("task").execute((instance, context) -> {});
            Scheduler scheduler = Scheduler.create(real.writer(), task)
                    .tableName("task_execution")
                    .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                    .pollUsingLockAndFetch(0.5, 1)
                    .pollingInterval(Duration.ofMillis(50))
                    .heartbeatInterval(Duration.ofMillis(200))
                    .threads(2)
                    .addSchedulerListener(new ExecutionCounts(figures).of("tasks"))
                    .build();
            assertThat(taken(figures)).isZero();
            scheduler.start();
            try {
                scheduler.schedule(task.instance("another"), Instant.now());
                await().atMost(PATIENCE).until(() -> taken(figures) >= 2);
                await().atMost(PATIENCE)
                        .until(() -> figures.get("studio.executions.found.dead")
                                        .counter()
                                        .count()
                                >= 1);
                await().atMost(PATIENCE).until(() -> watch.work().equals(new ClusterWatch.Work(0, 0, 0)));
            } finally {
                scheduler.stop();
            }
        }
    }

    private static double taken(SimpleMeterRegistry figures) {
        return figures.get("studio.claims").tag("outcome", "taken").counter().count();
    }

    private static void insert(RealDatabase real, String id, boolean picked, int secondsAgo) {
        real.database().update(c -> c.createUpdate("""
                        INSERT INTO task_execution (task_name, task_instance, execution_time, picked, picked_by,
                                                    last_heartbeat, version)
                        VALUES ('task', :id, now() - make_interval(secs => :ago), :picked <> 0, :by,
                                now() - make_interval(secs => :ago), 1)""")
                .bind("id", id)
                .bind("ago", secondsAgo)
                .bind("picked", picked)
                .bind("by", picked ? "dead" : null)
                .execute());
    }
}
