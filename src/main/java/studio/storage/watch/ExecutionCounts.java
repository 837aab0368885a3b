package studio.storage.watch;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts what this instance does with the work that is given out: what it takes, and whose dead ones it finds. */
@Singleton
public class ExecutionCounts {
    private final MeterRegistry registry;

    public ExecutionCounts(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * A listener for one scheduler. Its figures begin with nought at once, so that a first one is an increase.
     *
     * @param work what the scheduler gives out: {@code tasks} or {@code jobs}
     */
    public SchedulerListener of(String work) {
        Tags tags = Tags.of("work", work);
        return new Listener(
                claims(tags.and("outcome", "taken")),
                claims(tags.and("outcome", "by_another")),
                Counter.builder("studio.executions.found.dead")
                        .description("Executions of instances that died, as found by this one")
                        .tags(tags)
                        .register(registry),
                tags);
    }

    private Counter claims(Tags tags) {
        return Counter.builder("studio.claims")
                .description("Executions that this instance wanted: taken by it, or by another one first")
                .tags(tags)
                .register(registry);
    }

    private final class Listener extends AbstractSchedulerListener {
        private final Counter taken;
        private final Counter byAnother;
        private final Counter dead;
        private final Tags tags;

        Listener(Counter taken, Counter byAnother, Counter dead, Tags tags) {
            this.taken = taken;
            this.byAnother = byAnother;
            this.dead = dead;
            this.tags = tags;
        }

        @Override
        public void onExecutionDead(Execution execution) {
            dead.increment();
        }

        @Override
        public void onCandidateEvent(CandidateEventType type) {
            (type == CandidateEventType.EXECUTED ? taken : byAnother).increment();
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
                    Counter.builder("studio.scheduler.failures")
                            .description("What the scheduler of executions could not do")
                            .tags(tags.and("kind", type.name().toLowerCase(Locale.ROOT)))
                            .register(registry)
                            .increment();
                case DEAD_EXECUTION, RAN_UPDATE_HEARTBEATS, RAN_DETECT_DEAD, RAN_EXECUTE_DUE -> {}
            }
        }
    }
}
