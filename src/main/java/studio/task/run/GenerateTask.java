package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import studio.storage.UntilStored;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.answer.JobFolders;
import studio.task.request.PlanRequest;
import studio.web.RequestId;

/** Runs one task from the queue to its end, whatever happens on the way. */
@Singleton
class GenerateTask {
    private static final Logger LOG = Logger.getLogger(GenerateTask.class);

    private final LiveTasks tasks;
    private final TaskDispatch dispatch;
    private final PlanRequest planRequest;
    private final PlanCalls planCalls;
    private final GenerateCall generateCall;
    private final JobFolders folders;
    private final UntilStored untilStored;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    GenerateTask(
            LiveTasks tasks,
            TaskDispatch dispatch,
            PlanRequest planRequest,
            PlanCalls planCalls,
            GenerateCall generateCall,
            JobFolders folders,
            UntilStored untilStored) {
        this.tasks = tasks;
        this.dispatch = dispatch;
        this.planRequest = planRequest;
        this.planCalls = planCalls;
        this.generateCall = generateCall;
        this.folders = folders;
        this.untilStored = untilStored;
    }

    /**
     * Returns when the task has ended, or has been left to the next start.
     *
     * @param spread runs the task's calls, some side by side, and returns when they have ended
     * @throws RuntimeException when it has done neither; it may be run again then, and goes on from what is on disk
     */
    void run(LiveTask live, BiConsumer<List<GenerationJob>, Consumer<GenerationJob>> spread) {
        Task task = live.task();
        MDC.put(RequestId.KEY, String.valueOf(task.requestId()));
        try {
            if (live.started() || tasks.change(live, start(dispatch, clock))) {
                LOG.infof(
                        "Task %s starts: %s with %s",
                        task.id(), task.request().model(), task.request().configId());
                generate(live, spread);
            }
        } finally {
            // A cancel that came at the very end must not disturb the clearing up.
            Thread.interrupted();
            clearUp(live.task());
            MDC.remove(RequestId.KEY);
        }
    }

    /** In memory only. The server may have started to shut down since the task was taken: then it waits for the next start. */
    static Function<Task, Optional<Task>> start(TaskDispatch dispatch, Clock clock) {
        return task -> dispatch.closed() ? Optional.empty() : task.transition(TaskStatus.RUNNING, clock.instant());
    }

    private void generate(LiveTask live, BiConsumer<List<GenerationJob>, Consumer<GenerationJob>> spread) {
        try {
            if (live.task().request().plan() == null) {
                // Of an earlier version, which stored none.
                GenerationRequest planned = planRequest.planned(live.task().request());
                tasks.change(live, task -> Optional.of(task.planned(planned)));
            }
            PlanCalls.Calls plan = planCalls.plan(live.task());
            Queue<TaskFailure> failures = new ConcurrentLinkedQueue<>();
            if (plan.lost()) {
                failures.add(TaskFailure.interrupted(true));
            }
            spread.accept(plan.calls(), call -> {
                if (goesOn(live) && failures.stream().noneMatch(TaskFailure::sameForAllCalls)) {
                    TaskFailure failure = generateCall.run(live, call, plan.single());
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            });
            end(live, failures.peek());
        } catch (IOException | RuntimeException e) {
            if (!live.task().status().terminal()) {
                LOG.errorf(e, "Task %s failed", live.task().id());
                end(live, TaskFailure.internal(live.task().requestId()));
            }
        }
    }

    private static boolean goesOn(LiveTask live) {
        return !live.task().cancelRequested() && !live.leftToNextStart() && !live.lost();
    }

    /**
     * Ends the task, unless the end of its only call was its end already.
     *
     * @param why its first failure
     */
    private void end(LiveTask live, @Nullable TaskFailure why) {
        Function<Task, Optional<Task>> end = t -> {
            if (t.cancelRequested()) {
                return t.canceled(clock.instant());
            }
            TaskFailure reason = why != null || t.missing().isEmpty() ? why : TaskFailure.internal(t.requestId());
            return t.endedFor(reason, clock.instant());
        };
        untilStored.run("The end of task " + live.task().id(), () -> tasks.change(live, end));
    }

    /** What was received stays until all its pictures are in the gallery, for the next task that makes them. */
    private void clearUp(Task task) {
        if (!task.status().terminal() || folders.seemsToHoldAnswer(task.entryId())) {
            return;
        }
        try {
            folders.remove(task.entryId());
        } catch (IOException e) {
            LOG.warnf(e, "Cannot remove the unfinished files of task %s; they go with the next clean-up", task.id());
        }
    }
}
