package studio.task.run;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.storage.Instances;
import studio.storage.Transactions;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStore;
import studio.task.TaskStore.Claimed;

/**
 * Decides what becomes of a task whose instance is gone: it waits again when something of it can still be asked for, and ends as
 * interrupted when it had been sent. It is never sent again by itself.
 */
@Singleton
public class LostTasks {
    private static final Logger LOG = Logger.getLogger(LostTasks.class);
    /** More than the events of any run, so that ids which readers remember from before are older than all new ones. */
    static final long VERSION_GAP = 1000;

    /** Whose a task is. */
    public enum Fate {
        /** It has ended, or there is none. */
        OVER,
        /** An instance that lives works on it. */
        WORKED_ON,
        /** It waits for who takes it. */
        WAITS
    }

    private final TaskStore store;
    private final Transactions transactions;
    private final TaskCosts costs;
    private final Instances instances;
    private final LiveTasks tasks;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public LostTasks(
            TaskStore store, Transactions transactions, TaskCosts costs, Instances instances, LiveTasks tasks) {
        this.store = store;
        this.transactions = transactions;
        this.costs = costs;
        this.instances = instances;
        this.tasks = tasks;
    }

    /** Looks at a task that may be lost, in one transaction, so that of many instances one decides. */
    public Fate decide(String id) {
        return transactions.write(() -> {
            Optional<Claimed> found =
                    store.claimed(id).filter(one -> !one.task().status().terminal());
            if (found.isEmpty()) {
                return Fate.OVER;
            }
            String owner = found.get().owner();
            if (owner != null && worksOn(owner, id)) {
                return Fate.WORKED_ON;
            }
            if (owner == null && !found.get().cancelAsked()) {
                return Fate.WAITS;
            }
            return lost(found.get()) ? Fate.WAITS : Fate.OVER;
        });
    }

    private boolean worksOn(String owner, String id) {
        return owner.equals(instances.own()) ? tasks.find(id).isPresent() : instances.alive(owner);
    }

    private boolean lost(Claimed one) {
        Task task = one.task();
        costs.unknown(task);
        if (one.cancelAsked()) {
            task.versioned(task.version() + VERSION_GAP)
                    .canceled(clock.instant())
                    .ifPresent(after -> store.release(task, after));
            return false;
        }
        if (goesOn(task)) {
            LOG.warnf("Task %s waits again: the instance that worked on it is gone", task.id());
            return store.release(task, task.requeued(task.version() + VERSION_GAP)) > 0;
        }
        fail(task);
        return false;
    }

    /** Whether something of a task can still be asked for, or nothing of it is missing. */
    static boolean goesOn(Task task) {
        return task.missing().isEmpty() || task.missing().stream().anyMatch(task::untouched);
    }

    /** Marks a task that had been sent and whose answer is lost. */
    void fail(Task task) {
        task.versioned(task.version() + VERSION_GAP)
                .endedFor(TaskFailure.interrupted(task.mayBeBilled()), clock.instant())
                .ifPresent(after -> store.takeOver(task, after));
        LOG.warnf("Task %s was interrupted after it had been sent; it is not sent again", task.id());
    }
}
