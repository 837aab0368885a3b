package studio.storage.job;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.Dialect;
import studio.storage.watch.ExecutionCounts;

/** Runs the jobs of all features: each in this process, or those about shared things by turns with other instances. */
@Singleton
class RunJobs {
    private final Scheduler scheduler;
    private final List<Job> jobs = new ArrayList<>();
    private @Nullable ClusterJobs shared;

    RunJobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** After everything that a job could need has started. */
    void onStart(
            @Observes @Priority(2500) StartupEvent event,
            @Any Instance<Job> all,
            Database database,
            ExecutionCounts counts,
            Instance<Executions> executions) {
        all.forEach(jobs::add);
        assertNamesDiffer(jobs);
        boolean alone = database.dialect() == Dialect.SQLITE;
        jobs.stream()
                .filter(job -> job.where() == Job.Where.EACH || (alone && job.where() == Job.Where.ONCE))
                .forEach(this::schedule);
        if (!alone) {
            List<Job> once =
                    jobs.stream().filter(job -> job.where() != Job.Where.EACH).toList();
            shared = new ClusterJobs(executions.get(), once, counts.of("jobs"));
            shared.start();
        }
    }

    private void schedule(Job job) {
        var unused = scheduler
                .newJob(job.name())
                .setInterval(job.every().toMillis() + "ms")
                .setDelayed(job.first().toMillis() + "ms")
                .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                .setTask(execution -> run(job))
                .schedule();
    }

    /** The scheduler logs what is thrown, and goes on. */
    static void run(Job job) {
        try {
            job.work().run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The job " + job.name() + " has failed", e);
        }
    }

    private static void assertNamesDiffer(List<Job> jobs) {
        Set<String> names = new HashSet<>();
        for (Job job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalStateException("Two jobs have the name " + job.name());
            }
        }
    }

    /** While there still is a database to give the jobs under way back to. */
    void beforeShutdown(@Observes @Priority(2000) ShutdownDelayInitiatedEvent event) {
        stop();
    }

    /** Where no delay is initiated. */
    void onShutdown(@Observes @Priority(2000) ShutdownEvent event) {
        stop();
    }

    private void stop() {
        ClusterJobs started = shared;
        if (started != null) {
            shared = null;
            started.close();
        }
    }
}
