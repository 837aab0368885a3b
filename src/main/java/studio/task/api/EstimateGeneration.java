package studio.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.DescribeModel;
import studio.model.Amount;
import studio.model.ModelCapabilities;
import studio.model.PictureOptions;
import studio.storage.Instances;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.feed.EstimateDuration;
import studio.task.feed.TaskViews;
import studio.task.run.QueueControls;
import studio.usage.Budgets;
import studio.usage.Cost;
import studio.usage.Ledger;

/** Says what a request is expected to cost and to take, before it is sent: all its pictures, behind everything that waits now. */
@Singleton
class EstimateGeneration {
    private static final String ANY = "any";

    /** What is known of the request. */
    record Asked(
            @Nullable String configId,
            @Nullable String model,
            @Nullable String imageSize,
            @Nullable String quality,
            int pictures,
            boolean references) {}

    /** Where a price comes from. */
    @RegisterForReflection
    enum Source {
        /** Of the model's price list. */
        @JsonProperty("listed")
        LISTED,
        /** What the last pictures of this model have cost. */
        @JsonProperty("past")
        PAST,
        /** {@code BUDGET_UNKNOWN_PRICE}. */
        @JsonProperty("assumed")
        ASSUMED
    }

    /**
     * An expectation; the provider's bill is what counts. What is not known is absent.
     *
     * @param cost US dollars, for all pictures
     * @param ahead tasks that wait or run now
     * @param waitMs until this one would start; absent while the queue is paused, too
     * @param runMs from its start to its last picture
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GenerationEstimate")
    public record Estimate(
            int pictures,
            @Nullable Amount cost,
            @Nullable Source costSource,
            int ahead,
            @Nullable Long waitMs,
            @Nullable Long runMs,
            @Nullable BudgetLeft budget) {}

    /**
     * The budget that leaves least, in US dollars.
     *
     * @param left now, before this request; 0 when more was spent
     */
    @Schema(name = "BudgetLeft")
    public record BudgetLeft(Period period, Amount limit, Amount left, Instant resetsAt) {
        /** Of UTC. */
        @RegisterForReflection
        public enum Period {
            @JsonProperty("day")
            DAY,
            @JsonProperty("month")
            MONTH
        }
    }

    private final ApiConfigs configs;
    private final DescribeModel models;
    private final EstimateDuration durations;
    private final TaskViews tasks;
    private final Instances instances;
    private final QueueControls queue;
    private final Budgets budgets;
    private final Ledger ledger;

    EstimateGeneration(
            ApiConfigs configs,
            DescribeModel models,
            EstimateDuration durations,
            TaskViews tasks,
            Instances instances,
            QueueControls queue,
            Budgets budgets,
            Ledger ledger) {
        this.configs = configs;
        this.models = models;
        this.durations = durations;
        this.tasks = tasks;
        this.instances = instances;
        this.queue = queue;
        this.budgets = budgets;
        this.ledger = ledger;
    }

    /** @throws studio.problem.ProblemException 404 {@code config_not_found} */
    Estimate of(Asked asked) {
        String id = asked.configId() == null ? "" : asked.configId();
        ApiConfig config =
                (id.isEmpty() ? configs.standard() : configs.find(id)).orElseThrow(() -> ApiConfigs.unknown(id));
        String model = asked.model() == null || asked.model().isBlank() ? config.model() : asked.model();
        ModelCapabilities can = models.describe(config, model).capabilities();
        Priced priced = priced(config, model, can, asked);
        Duration run = durations
                .of(config.id(), model, asked.imageSize(), asked.quality(), asked.pictures(), asked.references())
                .or(() -> listed(can, asked))
                .orElse(null);
        List<Task> before = tasks.unfinished();
        return new Estimate(
                asked.pictures(),
                priced == null ? null : new Amount(priced.usd().stripTrailingZeros()),
                priced == null ? null : priced.source(),
                before.size(),
                wait(run, before).map(Duration::toMillis).orElse(null),
                run == null ? null : run.toMillis(),
                budgets.left(config).map(EstimateGeneration::left).orElse(null));
    }

    private record Priced(BigDecimal usd, Source source) {}

    private @Nullable Priced priced(ApiConfig config, String model, ModelCapabilities can, Asked asked) {
        int count = asked.pictures();
        PictureOptions options =
                new PictureOptions(null, asked.imageSize(), null, asked.quality(), null, null, null, null, false, 0);
        BigDecimal expected = Cost.expected(can.price(), options, count);
        if (expected != null) {
            return new Priced(expected, Source.LISTED);
        }
        Optional<BigDecimal> usual = ledger.usual(config.id(), model);
        if (usual.isPresent()) {
            return new Priced(usual.get().multiply(BigDecimal.valueOf(count)), Source.PAST);
        }
        BigDecimal assumed = budgets.assumed(count);
        return assumed == null ? null : new Priced(assumed, Source.ASSUMED);
    }

    /** What the registry says of one call, for as many calls as it takes. */
    private static Optional<Duration> listed(ModelCapabilities can, Asked asked) {
        Map<String, Integer> seconds = can.seconds();
        Integer one = asked.imageSize() == null ? null : seconds.get(asked.imageSize());
        one = one == null && asked.quality() != null ? seconds.get(asked.quality()) : one;
        one = one == null && asked.imageSize() == null ? seconds.get("1K") : one;
        one = one == null ? seconds.get(ANY) : one;
        int calls = Math.ceilDiv(asked.pictures(), Math.max(1, can.pictures().perCall()));
        return Optional.ofNullable(one).map(each -> Duration.ofSeconds((long) each * calls));
    }

    /** Until a lane is free behind all tasks there are; one of which nothing is known takes as long as this one would. */
    private Optional<Duration> wait(@Nullable Duration own, List<Task> before) {
        QueueControls.State state = queue.state();
        if (state.paused()) {
            return Optional.empty();
        }
        PriorityQueue<Duration> lanes = new PriorityQueue<>();
        List<Duration> queued = new ArrayList<>();
        for (Task task : before) {
            Duration took = durations.of(task.request()).orElse(own);
            if (took == null) {
                return Optional.empty();
            }
            if (task.status() == TaskStatus.QUEUED) {
                queued.add(took);
            } else {
                lanes.add(remaining(task, took));
            }
        }
        int all = instances.all().stream()
                .filter(Instances.Member::alive)
                .mapToInt(Instances.Member::concurrent)
                .sum();
        while (lanes.size() < Math.max(all, state.maxConcurrent())) {
            lanes.add(Duration.ZERO);
        }
        queued.forEach(took -> lanes.add(lanes.remove().plus(took)));
        return Optional.of(lanes.remove());
    }

    private static Duration remaining(Task task, Duration took) {
        Instant started = task.startedAt();
        Duration left = started == null ? took : took.minus(Duration.between(started, Instant.now()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static BudgetLeft left(Budgets.Left left) {
        return new BudgetLeft(
                left.monthly() ? BudgetLeft.Period.MONTH : BudgetLeft.Period.DAY,
                new Amount(left.limit()),
                new Amount(left.left().max(BigDecimal.ZERO).stripTrailingZeros()),
                left.resetsAt());
    }
}
