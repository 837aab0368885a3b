package studio.task.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.TaskSettings;
import studio.task.run.SqlQueueStore.Decided;

/**
 * What people decide of the queue: whether it starts tasks, how many at once, and which one is next (ADR 55). It takes effect at
 * once, interrupts nothing that runs, and holds over a restart. {@code MAX_CONCURRENT_TASKS} wins over what was chosen.
 */
@Singleton
public class QueueControls {
    private static final Logger LOG = Logger.getLogger(QueueControls.class);
    private static final int DEFAULT_CONCURRENT = 3;
    /** How many of the waiting tasks are named. */
    private static final int NAMED = 200;

    /**
     * The queue as everybody sees it.
     *
     * @param paused no waiting task is started; those that run go on
     * @param maxConcurrent tasks at once, 1 to {@value TaskSettings#MAX_CONCURRENT}
     * @param fixed whether {@code MAX_CONCURRENT_TASKS} has decided that number
     * @param maxWaiting tasks behind those that run; one more is refused ({@code MAX_QUEUE_SIZE})
     * @param next ids of waiting tasks in their order, the first 200
     */
    @RegisterForReflection
    @Schema(name = "TaskQueue")
    public record State(
            boolean paused,
            int maxConcurrent,
            boolean fixed,
            int running,
            int waiting,
            int maxWaiting,
            List<String> next) {}

    private final SqlQueueStore store;
    private final TaskDispatch dispatch;
    private final Lanes lanes;
    private final OptionalInt fixed;
    private final int maxWaiting;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile int concurrent;
    private volatile @Nullable Decided applied;
    private volatile Runnable changed = () -> {};

    QueueControls(SqlQueueStore store, TaskDispatch dispatch, Lanes lanes, TaskSettings settings) {
        this.store = store;
        this.dispatch = dispatch;
        this.lanes = lanes;
        this.fixed = settings.concurrent();
        this.maxWaiting = settings.queueSize();
        this.concurrent = fixed.orElse(DEFAULT_CONCURRENT);
    }

    /** Resumes what was decided before a restart, before the first task starts. */
    void resume() {
        Decided decided = store.read();
        apply(decided);
        if (decided.paused()) {
            LOG.info("The queue is paused: waiting tasks start when somebody lets them");
        }
    }

    /** Takes over what was decided at another instance. */
    void everySecond() {
        if (dispatch.shared() && reread()) {
            changed.run();
        }
    }

    /**
     * Follows at once what another instance has decided; before {@link #resume} there is time.
     *
     * @return whether that is something else than before
     */
    public boolean reread() {
        changing.lock();
        try {
            Decided now = store.read();
            boolean other = applied != null && !now.equals(applied);
            if (other) {
                apply(now);
            }
            return other;
        } finally {
            changing.unlock();
        }
    }

    /** @param action tells everybody that the queue is not as it was; it must be short */
    public void whenChanged(Runnable action) {
        changed = action;
    }

    public State state() {
        TaskDispatch.Load load = dispatch.load();
        return new State(
                dispatch.paused(),
                concurrent,
                fixed.isPresent(),
                load.running(),
                load.waiting(),
                maxWaiting,
                dispatch.next(NAMED));
    }

    /**
     * Changes what is given; null stays as it is.
     *
     * @throws ProblemException 400 for a number out of range, 409 when {@code MAX_CONCURRENT_TASKS} has decided it
     */
    public State change(@Nullable Boolean paused, @Nullable Integer maxConcurrent) {
        if (maxConcurrent != null && (maxConcurrent < 1 || maxConcurrent > TaskSettings.MAX_CONCURRENT)) {
            throw ProblemException.wrong("maxConcurrent", Message.of("text.whole_number", TaskSettings.MAX_CONCURRENT));
        }
        if (maxConcurrent != null && fixed.isPresent() && maxConcurrent != fixed.getAsInt()) {
            throw ProblemException.of(ProblemCode.CONCURRENCY_FIXED);
        }
        changing.lock();
        try {
            Decided before = store.read();
            Decided next = new Decided(
                    paused == null ? before.paused() : paused,
                    maxConcurrent == null || fixed.isPresent() ? before.maxConcurrent() : maxConcurrent);
            if (!next.equals(before)) {
                store.write(next);
                apply(next);
                LOG.infof(
                        "The queue %s, with up to %d tasks at once", next.paused() ? "is paused" : "runs", concurrent);
                changed.run();
            }
        } finally {
            changing.unlock();
        }
        return state();
    }

    private void apply(Decided decided) {
        int wanted = decided.maxConcurrent() == null ? DEFAULT_CONCURRENT : decided.maxConcurrent();
        concurrent = fixed.orElse(wanted);
        lanes.resize(concurrent);
        dispatch.control(decided.paused(), concurrent, maxWaiting);
        dispatch.nudge();
        applied = decided;
    }

    /**
     * Makes a waiting task the next one.
     *
     * @throws ProblemException 409 when it does not wait, or not any more
     */
    void toFront(String id) {
        changing.lock();
        try {
            // On disk first: should the server stop between the two, the task keeps its place.
            if (dispatch.position(id) != null) {
                store.toFront(id);
            }
            if (!dispatch.toFront(id)) {
                throw ProblemException.of(ProblemCode.TASK_NOT_QUEUED);
            }
            changed.run();
        } finally {
            changing.unlock();
        }
    }
}
