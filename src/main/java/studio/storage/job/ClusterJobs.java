package studio.storage.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs jobs once over all instances: db-scheduler's recurring tasks, one row each in {@code job_execution}. A job whose instance has
 * died is run again elsewhere after four missed heartbeats.
 */
final class ClusterJobs implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(5);
    /** A long one leaves room for short ones. */
    private static final int THREADS = 3;
    /** For a job under way, which may be cut off. */
    private static final Duration END = Duration.ofSeconds(3);

    private final Scheduler scheduler;

    ClusterJobs(Executions executions, List<Job> jobs, SchedulerListener counts) {
        this(executions, jobs, counts, POLL, Executions.BEAT);
    }

    ClusterJobs(Executions executions, List<Job> jobs, SchedulerListener counts, Duration poll, Duration beat) {
        this.scheduler = executions
                .over("job_execution", List.of())
                .startTasks(jobs.stream().map(ClusterJobs::task).toList())
                .addSchedulerListener(counts)
                .threads(THREADS)
                .pollingInterval(poll)
                .heartbeatInterval(beat)
                .shutdownMaxWait(END)
                .build();
    }

    void start() {
        scheduler.start();
    }

    private static RecurringTask<Void> task(Job job) {
        return Tasks.recurring(job.name(), new Rests(job.every(), job.first()))
                .execute((instance, context) -> RunJobs.run(job));
    }

    @Override
    public void close() {
        scheduler.stop();
    }

    /** After each run as long, also after one that failed; before the first one not as long. */
    private record Rests(Duration every, Duration first) implements Schedule {
        @Override
        public Instant getNextExecutionTime(ExecutionComplete run) {
            return run.getTimeDone().plus(every);
        }

        @Override
        public Instant getInitialExecutionTime(Instant now) {
            return now.plus(first);
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }
}
