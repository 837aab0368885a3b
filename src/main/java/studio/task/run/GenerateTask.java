package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import studio.storage.UntilStored;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.answer.JobFolders;
import studio.web.RequestId;

/** Runs one task from the queue to its end, whatever happens on the way. */
@Singleton
class GenerateTask {
    private static final Logger LOG = Logger.getLogger(GenerateTask.class);

    private final LiveTasks tasks;
    private final TaskQueue queue;
    private final PlanCalls planCalls;
    private final GenerateCall generateCall;
    private final Lanes lanes;
    private final JobFolders folders;
    private final UntilStored untilStored;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    GenerateTask(
            LiveTasks tasks,
            TaskQueue queue,
            PlanCalls planCalls,
            GenerateCall generateCall,
            Lanes lanes,
            JobFolders folders,
            UntilStored untilStored) {
        this.tasks = tasks;
        this.queue = queue;
        this.planCalls = planCalls;
        this.generateCall = generateCall;
        this.lanes = lanes;
        this.folders = folders;
        this.untilStored = untilStored;
    }

    /**
     * Returns when the task has ended, or has been left to the next start.
     *
     * @throws RuntimeException when it has done neither; it may be run again then, and goes on from what is on disk
     */
    void run(LiveTask live) {
        Task task = live.task();
        MDC.put(RequestId.KEY, String.valueOf(task.requestId()));
        try {
            if (begun(live)) {
                LOG.infof(
                        "Task %s starts: %s with %s",
                        task.id(), task.request().model(), task.request().configId());
                generate(live);
            }
        } finally {
            // A cancel that came at the very end must not disturb the clearing up.
            Thread.interrupted();
            clearUp(live.task());
            MDC.remove(RequestId.KEY);
        }
    }

    private boolean begun(LiveTask live) {
        String what = "The start of task " + live.task().id();
        return live.begun() || untilStored.run(what, () -> tasks.change(live, begin(queue, clock)));
    }

    /** The server may have begun to shut down since the task was taken: then it waits for the next start. */
    static Function<Task, Optional<Task>> begin(TaskQueue queue, Clock clock) {
        return task -> queue.closed() ? Optional.empty() : task.transition(TaskStatus.RUNNING, clock.instant());
    }

    private void generate(LiveTask live) {
        try {
            PlanCalls.Plan plan = planCalls.plan(live.task());
            Failures failures = new Failures();
            if (plan.lost()) {
                failures.add(TaskFailure.interrupted(true));
            }
            lanes.spread(plan.calls(), call -> {
                if (failures.worthGoingOn() && !live.task().cancelRequested() && !live.leftToNextStart()) {
                    failures.add(generateCall.run(live, call, plan.single()));
                }
            });
            end(live, failures.first());
        } catch (IOException | RuntimeException e) {
            if (!live.task().status().terminal()) {
                LOG.errorf(e, "Task %s failed", live.task().id());
                end(live, TaskFailure.internal(live.task().requestId()));
            }
        }
    }

    /** Where the only call's end was not the task's end already. */
    private void end(LiveTask live, @Nullable TaskFailure why) {
        Function<Task, Optional<Task>> end = t -> {
            Instant now = clock.instant();
            if (t.cancelRequested()) {
                return t.because(TaskFailure.canceled(t.mayBeBilled())).transition(TaskStatus.CANCELED, now);
            }
            return t.endedFor(why != null || t.missing().isEmpty() ? why : TaskFailure.internal(t.requestId()), now);
        };
        untilStored.run("The end of task " + live.task().id(), () -> tasks.change(live, end));
    }

    /** Why calls ended without their pictures: the first reason is the task's. */
    private static final class Failures {
        private @Nullable TaskFailure first;
        private boolean pointless;

        synchronized void add(@Nullable TaskFailure failure) {
            if (failure != null) {
                first = first == null ? failure : first;
                pointless |= failure.sameForAllCalls();
            }
        }

        synchronized boolean worthGoingOn() {
            return !pointless;
        }

        synchronized @Nullable TaskFailure first() {
            return first;
        }
    }

    /** What was received stays until all its pictures are in the gallery, for whoever makes them next. */
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
