package studio.task.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import studio.storage.ChangeBus;
import studio.storage.RealDatabase;
import studio.storage.job.DatabaseClock;
import studio.storage.job.Executions;
import studio.storage.watch.ExecutionCounts;
import studio.task.TaskStore;
import studio.task.run.LiveTasks;
import studio.task.run.LostTasks;
import studio.task.run.TaskDispatch;

/** The dispatch of an instance, without the server around it. */
public final class RealDispatch {
    private RealDispatch() {}

    public static TaskDispatch of(
            RealDatabase real,
            ChangeBus changes,
            TaskStore store,
            LiveTasks tasks,
            LostTasks lostTasks,
            MeterRegistry metrics) {
        return new SchedulerDispatch(
                store,
                real.database(),
                tasks,
                lostTasks,
                new SqlExecutions(real.database(), real.instances()),
                real.instances(),
                changes,
                new Executions(
                        real.writer(),
                        new DatabaseClock(real.database()),
                        real.instances().own()),
                new ExecutionCounts(metrics).of("tasks"));
    }
}
