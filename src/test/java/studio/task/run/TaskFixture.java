package studio.task.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.gallery.OpenGallery;
import studio.imaging.probe.ImageFormat;
import studio.model.PictureOptions;
import studio.settings.TestSettings;
import studio.storage.ChangeBus;
import studio.storage.Dialect;
import studio.storage.RealDatabase;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.SqlSharedTasks;
import studio.task.SqlTaskStore;
import studio.task.Task;
import studio.task.TaskEnds;
import studio.task.TaskSettings;
import studio.task.TaskStatus;
import studio.task.answer.JobFolders;
import studio.task.dispatch.RealDispatch;
import studio.task.feed.EstimateDuration;
import studio.task.feed.OtherInstances;
import studio.task.feed.SqlPartials;
import studio.task.feed.TaskFeed;
import studio.task.feed.TaskViews;
import studio.upstream.Connection;
import studio.usage.BudgetSettings;
import studio.usage.Budgets;
import studio.usage.Ledger;
import studio.usage.Ledger.Spending;
import studio.usage.Ledger.Spent;

/** The task package over a real database, without the server around it. */
public final class TaskFixture implements AutoCloseable {
    public static final Clock CLOCK = Clock.systemUTC();

    /** What a picture of unknown price counts for, in US dollars. */
    public static final BigDecimal ASSUMED = new BigDecimal("0.25");

    public final RealDatabase real;
    public final SqlTaskStore store;
    final TaskQueue queue;
    public final TaskDispatch dispatch;
    final LostTasks lostTasks;
    public final TaskViews views;
    public final TaskFeed feed;
    public final TaskEnds ends;
    public final SqlPartials partials;
    public final LiveTasks tasks;
    final Lanes lanes = new Lanes();
    final QueueControls controls;
    public final CancelTask cancelTask;
    public final JobFolders folders;
    public final TaskCosts costs;
    public final PlanCalls planCalls;
    public final TaskHandover handover;
    public final Spendings spending = new Spendings();

    public TaskFixture(Path folder) {
        this(folder, Dialect.SQLITE);
    }

    public TaskFixture(Path folder, Dialect dialect) {
        this(folder, RealDatabase.in(folder, dialect), false);
    }

    /** An instance beside others on one PostgreSQL. */
    public static TaskFixture instance(Path folder, RealDatabase real) {
        return new TaskFixture(folder, real, true);
    }

    private TaskFixture(Path folder, RealDatabase real, boolean beside) {
        this.real = real;
        ChangeBus changes = beside ? real.sharedChanges() : real.changes();
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        store = new SqlTaskStore(real.database(), mapper, changes, real.instances());
        SqlSharedTasks shared = new SqlSharedTasks(real.database(), mapper);
        ends = new TaskEnds(changes, shared);
        queue = new TaskQueue(10_000);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TaskTelemetry telemetry =
                new TaskTelemetry(metrics, TracerProvider.noop().get("test"));
        costs = new TaskCosts(
                new Budgets(
                        spending,
                        TestSettings.of(BudgetSettings.class, Map.of("BUDGET_UNKNOWN_PRICE", ASSUMED.toPlainString())),
                        real.database()),
                spending,
                new NoConfigs(),
                telemetry);
        tasks = new LiveTasks(store, real.database(), costs, telemetry);
        lostTasks = new LostTasks(store, real.database(), costs, real.instances(), tasks);
        dispatch = beside
                ? RealDispatch.of(real, changes, store, tasks, lostTasks, metrics)
                : new InMemoryQueue(queue, tasks, store);
        partials = new SqlPartials(real.database());
        OtherInstances others = new OtherInstances(changes, tasks, partials);
        views = new TaskViews(store, tasks, OpenGallery.index(real), dispatch, new EstimateDuration(store), others);
        controls = new QueueControls(
                new SqlQueueStore(real.database()), dispatch, lanes, TestSettings.of(TaskSettings.class));
        feed = new TaskFeed(views, store, shared, tasks, null, controls, others);
        feed.onStart(null);
        cancelTask = new CancelTask(tasks, store, dispatch, costs, telemetry, real.database(), shared, ends, changes);
        ends.onStart(null);
        cancelTask.onStart(null);
        folders = new JobFolders(RealDatabase.folders(folder));
        handover = new TaskHandover(
                store,
                tasks,
                dispatch,
                lostTasks,
                folders,
                costs,
                TestSettings.of(TaskSettings.class, Map.of("SHUTDOWN_GRACE_MS", "50")));
        planCalls = new PlanCalls(folders);
    }

    public Task newest(String id) {
        return tasks.find(id).map(LiveTask::task).or(() -> store.find(id)).orElseThrow();
    }

    public void settle() throws InterruptedException {
        feed.settle(Duration.ofSeconds(10));
    }

    /** On disk and in memory, waiting. */
    public LiveTask submitted(String id) {
        Task task = queued(id);
        queue.reserve();
        tasks.add(task, () -> store.insert(task, null));
        queue.add(id);
        return tasks.find(id).orElseThrow();
    }

    public static Task queued(String id) {
        return Task.queued(id, "entry-" + id, "request-1", request(), now(), null);
    }

    public static GenerationRequest request() {
        return new GenerationRequest(
                "config",
                "model",
                "一只猫",
                List.of(new ReferencePicture("ab".repeat(32), ImageFormat.PNG, 10, 20, 300)),
                null,
                1,
                PictureOptions.of("16:9", null),
                false,
                null);
    }

    public static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    public boolean to(LiveTask live, TaskStatus status) {
        return tasks.change(live, t -> t.transition(status, now()));
    }

    @Override
    public void close() {
        feed.close();
        ends.close();
        real.close();
    }

    /** What was written into the ledger, by task and attempt. */
    public static final class Spendings implements Ledger {
        final Map<String, Spending> all = new ConcurrentHashMap<>();

        @Override
        public void record(Spending spending) {
            all.put(spending.taskId() + "/" + spending.attempt(), spending);
        }

        @Override
        public Optional<BigDecimal> usual(String configId, String model) {
            return Optional.empty();
        }

        @Override
        public Spent spent(String configId, Instant now) {
            return Spent.NOTHING;
        }
    }

    /** The API config of these tests' tasks is gone. */
    private static final class NoConfigs extends ApiConfigs {
        NoConfigs() {
            super(null, null, null, null, null);
        }

        @Override
        public List<ApiConfig> all() {
            return List.of();
        }

        @Override
        public Optional<ApiConfig> find(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<ApiConfig> standard() {
            return Optional.empty();
        }

        @Override
        public Connection connect(String id, String model) {
            throw new UnsupportedOperationException();
        }
    }
}
