package studio.task.run;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.ChangeBus.Subject;
import studio.storage.Transactions;
import studio.task.SqlSharedTasks;
import studio.task.Task;
import studio.task.TaskEnds;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.task.TaskStore.Claimed;

/**
 * Cancels a task that has not ended: one that waits is never sent, one that runs has its exchange closed. The instance that works on the
 * task does it; another one asks for it, and waits a moment for the end.
 */
@Singleton
public class CancelTask {
    private static final Logger LOG = Logger.getLogger(CancelTask.class);
    /** For the owner to close its exchange; after that the task is shown as one that is asked to stop. */
    private static final Duration OWNER = Duration.ofSeconds(5);

    private final LiveTasks tasks;
    private final TaskStore store;
    private final TaskDispatch dispatch;
    private final TaskCosts costs;
    private final TaskTelemetry telemetry;
    private final Transactions transactions;
    private final SqlSharedTasks shared;
    private final TaskEnds ends;
    private final ChangeBus changes;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public CancelTask(
            LiveTasks tasks,
            TaskStore store,
            TaskDispatch dispatch,
            TaskCosts costs,
            TaskTelemetry telemetry,
            Transactions transactions,
            SqlSharedTasks shared,
            TaskEnds ends,
            ChangeBus changes) {
        this.tasks = tasks;
        this.store = store;
        this.dispatch = dispatch;
        this.costs = costs;
        this.telemetry = telemetry;
        this.transactions = transactions;
        this.shared = shared;
        this.ends = ends;
        this.changes = changes;
    }

    /** Before workers start. */
    public void onStart(@Observes @Priority(1500) StartupEvent event) {
        if (changes.shared()) {
            changes.subscribe(this::heard);
        }
    }

    /**
     * @return the task as it ended, or as one that its owner is asked to stop where that does not answer
     * @throws ProblemException 404 when unknown, 409 when it has ended or its picture is being saved
     */
    public Task cancel(String id) {
        Optional<LiveTask> live = tasks.find(id);
        return live.isEmpty() && changes.shared() ? cancelElsewhere(id) : cancel(id, live);
    }

    private Task cancel(String id, Optional<LiveTask> live) {
        boolean canceled = live.isPresent()
                && tasks.change(
                        live.get(),
                        this::canceled,
                        () -> costs.unknown(live.get().task()));
        if (canceled) {
            dispatch.withdraw(id);
            live.get().stop();
            LOG.infof("Task %s is canceled", id);
            return live.get().task();
        }
        throw refused(live.map(LiveTask::task).orElseGet(() -> stored(id)));
    }

    /** While one of several calls keeps its pictures the task goes on for that moment; its other calls end at once. */
    private Optional<Task> canceled(Task task) {
        return task.saving().isEmpty() ? task.canceled(clock.instant()) : Optional.of(task.askedToStop());
    }

    private Task stored(String id) {
        return store.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
    }

    private static ProblemException refused(Task task) {
        return ProblemException.of(task.status().terminal() ? ProblemCode.TASK_FINISHED : ProblemCode.TASK_SAVING);
    }

    private Task cancelElsewhere(String id) {
        Optional<Task> waited = transactions.write(() -> cancelWaitingOrAsk(id));
        if (waited.isPresent()) {
            costs.release(id);
            telemetry.ended(waited.get());
            LOG.infof("Task %s is canceled, and was given to no instance", id);
            return waited.get();
        }
        CompletableFuture<Task> end = ends.of(id);
        changes.publish(Change.cancel(id));
        Task now = ended(end).orElseGet(() -> stored(id));
        if (now.status().terminal() ? now.status() != TaskStatus.CANCELED : now.status() == TaskStatus.SAVING) {
            throw refused(now);
        }
        return now;
    }

    /** No instance can take the task meanwhile: they all write in turns. Empty when one has it, and is asked to stop. */
    private Optional<Task> cancelWaitingOrAsk(String id) {
        Claimed found = store.claimed(id).orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
        Task task = found.task();
        if (task.status().terminal()) {
            throw refused(task);
        }
        Optional<Task> canceled = found.owner() == null
                ? task.canceled(clock.instant()).map(next -> next.versioned(task.version() + 1))
                : Optional.empty();
        if (canceled.isPresent() && store.replace(task, canceled.get()) > 0) {
            costs.unknown(task);
            dispatch.withdraw(id);
            return canceled;
        }
        shared.askToCancel(id);
        return Optional.empty();
    }

    private static Optional<Task> ended(CompletableFuture<Task> end) {
        try {
            return Optional.of(end.get(OWNER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException gone ? gone : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void heard(Change change) {
        if (change.subject() == Subject.CANCEL && tasks.find(change.id()).isPresent()) {
            // A write waits for its turn, and the bus for nothing.
            Thread unused = Thread.ofPlatform().daemon().name("task-cancel").start(() -> obey(change.id()));
        }
    }

    /** What was not heard, or could not be done yet. */
    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void lookForAsked() {
        if (changes.shared()) {
            List<String> own =
                    tasks.all().stream().map(live -> live.task().id()).toList();
            shared.askedToCancel(own).forEach(this::obey);
        }
    }

    private void obey(String id) {
        try {
            Optional<LiveTask> live = tasks.find(id).filter(one -> !one.task().cancelRequested());
            if (live.isPresent()) {
                Task unused = cancel(id, live);
            }
        } catch (RuntimeException e) {
            LOG.debugf("Task %s is not canceled: %s", id, e.getMessage());
        }
    }
}
