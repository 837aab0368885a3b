package studio.task.dispatch;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.storage.ChangeBus;
import studio.storage.Database;
import studio.storage.Instances;
import studio.storage.job.Executions;
import studio.storage.watch.ExecutionCounts;
import studio.task.TaskStore;
import studio.task.run.InMemoryQueue;
import studio.task.run.LiveTasks;
import studio.task.run.LostTasks;
import studio.task.run.TaskDispatch;

/** Chooses who gives out tasks: a process that is alone with its file, or all that share a PostgreSQL. */
@Singleton
class OpenDispatch {
    @Produces
    @Singleton
    TaskDispatch dispatch(
            Database database,
            TaskStore store,
            LiveTasks tasks,
            LostTasks lostTasks,
            Instances instances,
            ChangeBus changes,
            Instance<Executions> executions,
            ExecutionCounts counts) {
        return switch (database.dialect()) {
            // Without room until QueueControls has given some.
            case SQLITE -> InMemoryQueue.of(tasks, store);
            case POSTGRESQL ->
                new SchedulerDispatch(
                        store,
                        database,
                        tasks,
                        lostTasks,
                        new SqlExecutions(database, instances),
                        instances,
                        changes,
                        executions.get(),
                        counts.of("tasks"));
        };
    }
}
