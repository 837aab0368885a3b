package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfigs;
import studio.model.Price;
import studio.task.Attempt;
import studio.task.GenerationRequest;
import studio.task.Plan;
import studio.task.Task;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.usage.Budgets;
import studio.usage.Cost;
import studio.usage.Ledger;
import studio.usage.Ledger.Spending;

/**
 * What a task's calls cost: held against the budget before they are sent, written down when they have ended, in the
 * transaction under way. A call that is written down again replaces what was written before.
 */
@Singleton
public class TaskCosts {
    private final Budgets budgets;
    private final Ledger ledger;
    private final ApiConfigs configs;
    private final TaskTelemetry telemetry;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public TaskCosts(Budgets budgets, Ledger ledger, ApiConfigs configs, TaskTelemetry telemetry) {
        this.budgets = budgets;
        this.ledger = ledger;
        this.configs = configs;
        this.telemetry = telemetry;
    }

    /** @throws studio.problem.ProblemException 402 {@code budget_exceeded} or {@code price_unknown} */
    void reserve(Task task) {
        GenerationRequest request = task.request();
        int pictures = task.missing().size();
        configs.find(request.configId())
                .ifPresent(config -> budgets.reserve(
                        task.id(),
                        config,
                        request.model(),
                        Cost.expected(price(request), request.options(), pictures),
                        pictures));
    }

    void release(String taskId) {
        budgets.release(taskId);
    }

    /** What a call has cost; null when unknown. */
    @Nullable
    Cost of(GenerationRequest request, @Nullable BigDecimal told, @Nullable JsonNode usage, int pictures) {
        return Cost.of(told, usage, price(request), request.options(), pictures);
    }

    /** A call has ended with its pictures. One that only kept what an earlier task had paid for costs nothing. */
    void made(Task task, int call, int pictures, @Nullable Cost cost) {
        task.lastOf(call)
                .ifPresent(attempt -> record(task, attempt, pictures, counted(cost, pictures), Spending.Outcome.DONE));
    }

    /** An attempt has failed; what certainly was not worked on costs nothing and is not written down. */
    void failed(Task task, int call, UpstreamException failure) {
        task.lastOf(call).ifPresent(attempt -> {
            boolean unknown = failure.outcome() == Outcome.UNKNOWN;
            boolean billed =
                    failure.told().cost() != null || (failure.failure().workWasDone() && failure.mayBeBilled());
            if (unknown || (failure.outcome() == Outcome.FINAL && billed)) {
                int pictures = unknown ? attempt.pictures().size() : 1;
                record(
                        task,
                        attempt,
                        0,
                        expected(task, failure.told().cost(), pictures),
                        unknown ? Spending.Outcome.UNKNOWN : Spending.Outcome.FAILED);
            }
        });
    }

    /** Attempts under way end, and it is unknown whether they were worked on. */
    void unknown(Task task) {
        task.attempts().forEach(attempt -> unknown(task, attempt));
    }

    /** The same for one call. */
    void unknown(Task task, int call) {
        task.lastOf(call).ifPresent(attempt -> unknown(task, attempt));
    }

    private void unknown(Task task, Attempt attempt) {
        if (attempt.outcome() == Attempt.Outcome.OPEN) {
            int pictures = attempt.pictures().size();
            record(task, attempt, 0, expected(task, null, pictures), Spending.Outcome.UNKNOWN);
        }
    }

    private @Nullable Cost expected(Task task, @Nullable BigDecimal told, int pictures) {
        return counted(of(task.request(), told, null, pictures), pictures);
    }

    /** An unknown cost counts as {@link Budgets#assumed}. */
    private @Nullable Cost counted(@Nullable Cost cost, int pictures) {
        BigDecimal assumed = cost == null ? budgets.assumed(pictures) : null;
        return assumed == null ? cost : new Cost(assumed, true);
    }

    private void record(Task task, Attempt attempt, int pictures, @Nullable Cost cost, Spending.Outcome outcome) {
        String configId = task.request().configId();
        telemetry.spent(configId, cost);
        ledger.record(new Spending(
                task.id(),
                attempt.number(),
                clock.instant(),
                configId,
                task.request().label(),
                task.request().model(),
                pictures,
                cost,
                outcome));
    }

    private static @Nullable Price price(GenerationRequest request) {
        Plan plan = request.plan();
        return plan == null ? null : plan.price();
    }
}
