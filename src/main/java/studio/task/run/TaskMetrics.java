package studio.task.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import studio.task.Attempt;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.usage.Cost;

/** What became of tasks, how long they took and what they cost. Told when a task has ended, which happens once. */
@Singleton
class TaskMetrics {
    private static final String NONE = "none";
    /** So many API configs have figures of their own; a file with more of them shares the rest. */
    private static final int MOST_CONFIGS = 50;

    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Set<String> configs = ConcurrentHashMap.newKeySet();

    TaskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(Task task) {
        TaskFailure failure = task.failure();
        Counter.builder("studio.tasks")
                .tag("status", task.status().wire())
                .tag("code", failure == null ? NONE : failure.code())
                .description("Tasks that ended; a code beside done means that some of its pictures are missing")
                .register(registry)
                .increment();
        time("studio.task.wait", "From the request to a worker", task.createdAt(), task.startedAt());
        time("studio.task.run", "From a worker to the end", task.startedAt(), task.finishedAt());
        String config = known(task.request().configId());
        task.attempts().forEach(attempt -> called(config, attempt));
    }

    /** A call was billed, or may have been. */
    void spent(String configId, @Nullable Cost cost) {
        if (cost != null) {
            Counter.builder("studio.cost.dollars")
                    .tag("config", known(configId))
                    .tag("estimated", Boolean.toString(cost.estimated()))
                    .description("US dollars that upstreams charged, or may have")
                    .register(registry)
                    .increment(cost.usd().doubleValue());
        }
    }

    private void called(String config, Attempt attempt) {
        Instant finishedAt = attempt.finishedAt();
        if (finishedAt != null) {
            Timer.builder("studio.upstream")
                    .tag("config", config)
                    .tag("outcome", attempt.outcome().wire())
                    .description("Calls to upstreams, the body of the answer included")
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(between(attempt.startedAt(), finishedAt));
        }
    }

    private void time(String name, String description, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null) {
            Timer.builder(name)
                    .description(description)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry)
                    .record(between(from, to));
        }
    }

    /** A clock that was set back makes no negative times. */
    private static Duration between(Instant from, Instant to) {
        return from.isAfter(to) ? Duration.ZERO : Duration.between(from, to);
    }

    private String known(String configId) {
        return configs.contains(configId) || (configs.size() < MOST_CONFIGS && configs.add(configId))
                ? configId
                : "other";
    }
}
