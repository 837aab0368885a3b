package studio.task;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.ChangeBus.Subject;

/**
 * Waits for the ends of tasks that other instances work on: looks into the store when the bus tells of a change, and every two
 * seconds for what it was not told. A thread looks, for as long as somebody waits.
 */
@Singleton
public class TaskEnds {
    private static final Logger LOG = Logger.getLogger(TaskEnds.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ChangeBus changes;
    private final SqlSharedTasks store;
    private final Map<String, CompletableFuture<Task>> waited = new ConcurrentHashMap<>();
    private @Nullable Thread looking;
    private boolean stirred;
    private boolean closed;

    public TaskEnds(ChangeBus changes, SqlSharedTasks store) {
        this.changes = changes;
        this.store = store;
    }

    /** Before the first request. */
    public void onStart(@Observes @Priority(1500) StartupEvent event) {
        if (changes.shared()) {
            changes.subscribe(this::heard);
        }
    }

    /**
     * Completed with the task when it has ended, or with a {@link ProblemException} (404) when it is gone; on a thread that must not be
     * held up.
     */
    public CompletableFuture<Task> of(String id) {
        CompletableFuture<Task> end = waited.computeIfAbsent(id, ignored -> new CompletableFuture<>());
        stir();
        return end.copy();
    }

    private void heard(Change change) {
        boolean mayEnd = TaskStep.read(change.stage()).map(TaskStep::ends).orElse(true);
        if (change.subject() == Subject.TASK && mayEnd && waited.containsKey(change.id())) {
            stir();
        }
    }

    private synchronized void stir() {
        stirred = true;
        if (looking == null && !closed) {
            looking = Thread.ofPlatform().daemon().name("task-ends").start(this::lookAgainAndAgain);
        }
        notifyAll();
    }

    private void lookAgainAndAgain() {
        try {
            while (goesOn()) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.debug("Tasks of other instances cannot be looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean goesOn() throws InterruptedException {
        long due = System.nanoTime() + LOOK.toNanos();
        for (long left = LOOK.toNanos();
                left > 0 && !stirred && !closed && !waited.isEmpty();
                left = due - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        stirred = false;
        if (closed || waited.isEmpty()) {
            looking = null;
            return false;
        }
        return true;
    }

    private void look() {
        List<String> ids = List.copyOf(waited.keySet());
        Set<String> gone = new HashSet<>(ids);
        for (TaskStore.Changed found : store.findAll(ids)) {
            Task task = found.task();
            gone.remove(task.id());
            CompletableFuture<Task> end = task.status().terminal() ? waited.remove(task.id()) : null;
            if (end != null) {
                end.complete(task);
            }
        }
        for (String id : gone) {
            CompletableFuture<Task> end = waited.remove(id);
            if (end != null) {
                end.completeExceptionally(ProblemException.of(ProblemCode.TASK_NOT_FOUND));
            }
        }
    }

    @PreDestroy
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
