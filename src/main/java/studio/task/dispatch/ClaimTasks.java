package studio.task.dispatch;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import studio.storage.job.Executions;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.TaskStore.Claimed;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.LostTasks;

/**
 * Takes waiting tasks for this process by db-scheduler, and runs what it has taken. Who works on a task stands in the task, and is what
 * counts: a row only says that somebody should look.
 */
final class ClaimTasks {
    private static final Logger LOG = Logger.getLogger(ClaimTasks.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);
    /** How many rows a look takes at most; what has found no lane by the next one is looked for again. */
    private static final int CANDIDATES = 16;

    private final TaskStore store;
    private final SqlExecutions rows;
    private final LiveTasks tasks;
    private final LostTasks lostTasks;
    private final Executions executions;
    private final Scheduler scheduler;
    private volatile Predicate<LiveTask> runner = task -> true;
    private volatile boolean stopped;

    /** @param lanes runs what was found when there is a lane for it */
    ClaimTasks(
            TaskStore store,
            SqlExecutions rows,
            LiveTasks tasks,
            LostTasks lostTasks,
            LaneExecutor lanes,
            Executions executions,
            SchedulerListener counts) {
        this.store = store;
        this.rows = rows;
        this.tasks = tasks;
        this.lostTasks = lostTasks;
        this.executions = executions;
        CustomTask<Void> generate = Tasks.custom(SqlExecutions.NAME, Void.class)
                .onFailure((complete, operations) -> operations.reschedule(complete, now().plus(POLL)))
                .onDeadExecution(this::dead)
                .execute((instance, context) -> execute(instance.getId()));
        this.scheduler = executions
                .over(SqlExecutions.TABLE, List.of(generate))
                .executorService(lanes)
                .threads(CANDIDATES)
                .pollUsingFetchAndLockOnExecute(0, 1)
                .pollingInterval(POLL)
                .addSchedulerListener(counts)
                .build();
    }

    /** By the clock of the database, which all instances share. */
    private Instant now() {
        return executions.clock().now();
    }

    /** @param taskRunner runs a task; whether it has ended or is left to the next start. Otherwise it is to be run again */
    void start(Predicate<LiveTask> taskRunner) {
        runner = taskRunner;
        scheduler.start();
    }

    /** Takes no more until {@link #resume}. */
    void pause() {
        scheduler.pause();
    }

    void resume() {
        scheduler.resume();
        look();
    }

    /** Looks for waiting tasks at once, unless it is paused. */
    void look() {
        if (!scheduler.getSchedulerState().isPaused()) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** For good, and before what was taken has ended. */
    void close() {
        stopped = true;
        pause();
    }

    /** What was taken and has not ended is found dead by others. */
    void stop() {
        scheduler.stop();
    }

    /** Runs on a thread of a lane, after the row was picked. */
    private CompletionHandler<Void> execute(String id) {
        Optional<Claimed> found =
                store.claimed(id).filter(one -> !one.task().status().terminal());
        if (found.isEmpty()) {
            return remove(id);
        }
        if (found.get().owner() != null) {
            return after(id, lostTasks.decide(id));
        }
        Task task = found.get().task();
        Task claimed = task.versioned(task.version() + 1);
        if (stopped || !tasks.add(claimed, () -> store.takeOver(task, claimed))) {
            // Somebody has changed it this moment.
            return (complete, operations) -> operations.reschedule(complete, now());
        }
        boolean over = tasks.find(id).map(this::work).orElse(true);
        return over ? remove(id) : (complete, operations) -> {};
    }

    /** @return whether the task has ended; false: it is left to the next start, or to who finds it dead */
    boolean work(LiveTask live) {
        while (!runner.test(live)) {
            try {
                live.end().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It is run again.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return live.task().status().terminal();
    }

    /** Not by db-scheduler's own operation, which fails when the row is gone: a cancel takes it away at once. */
    private CompletionHandler<Void> remove(String id) {
        return (complete, operations) -> rows.remove(id);
    }

    private CompletionHandler<Void> after(String id, LostTasks.Fate fate) {
        return switch (fate) {
            case OVER -> remove(id);
            case WAITS -> (complete, operations) -> operations.reschedule(complete, now());
            case WORKED_ON -> (complete, operations) -> operations.reschedule(complete, now().plus(LATER));
        };
    }

    /** The row of a picked task shows no sign of life. */
    private void dead(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        String id = complete.getExecution().taskInstance.getId();
        LostTasks.Fate fate = lostTasks.decide(id);
        if (fate == LostTasks.Fate.WORKED_ON) {
            LOG.debugf("The row of task %s shows no life, its instance does", id);
        } else {
            after(id, fate).complete(complete, operations);
        }
    }
}
