package studio.storage.watch;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Counts what this instance does with the work that is given out: what it takes, and whose dead ones it finds. */
@Singleton
public class ExecutionCounts extends AbstractSchedulerListener {
    private static final String TAKEN = "taken";
    private static final String BY_ANOTHER = "by_another";

    private final MeterProvider<Counter> claims;
    private final Counter dead;
    private final MeterProvider<Counter> failures;

    public ExecutionCounts(MeterRegistry registry) {
        this.claims = Counter.builder("studio.claims")
                .description("Executions that this instance has looked at: taken by it, or by another one first")
                .withRegistry(registry);
        // Shown as nought from the start on, so that a first one is an increase.
        for (String outcome : List.of(TAKEN, BY_ANOTHER)) {
            claims.withTag("outcome", outcome).increment(0);
        }
        this.dead = Counter.builder("studio.executions.found.dead")
                .description("Executions of instances that died, as found by this one")
                .register(registry);
        this.failures = Counter.builder("studio.scheduler.failures")
                .description("What the scheduler of executions could not do")
                .withRegistry(registry);
    }

    @Override
    public void onExecutionDead(Execution execution) {
        dead.increment();
    }

    @Override
    public void onCandidateEvent(CandidateEventType type) {
        claims.withTag("outcome", type == CandidateEventType.EXECUTED ? TAKEN : BY_ANOTHER)
                .increment();
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
        switch (type) {
            case UNEXPECTED_ERROR,
                    FAILED_HEARTBEAT,
                    FAILED_MULTIPLE_HEARTBEATS,
                    COMPLETIONHANDLER_ERROR,
                    FAILUREHANDLER_ERROR,
                    UNRESOLVED_TASK ->
                failures.withTag("kind", type.name().toLowerCase(Locale.ROOT)).increment();
            case DEAD_EXECUTION, RAN_UPDATE_HEARTBEATS, RAN_DETECT_DEAD, RAN_EXECUTE_DUE -> {}
        }
    }
}
