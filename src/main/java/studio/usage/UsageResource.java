package studio.usage;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.model.Amount;
import studio.usage.Ledger.Spent;
import studio.usage.SqlLedger.Group;
import studio.usage.SqlLedger.Grouping;
import studio.usage.SqlLedger.Ranking;

/** What calls cost, and how much of the budgets is left. */
@Path("/api/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class UsageResource {
    private static final int MAX_GROUPS = 200;

    private final SqlLedger ledger;
    private final ApiConfigs configs;
    private final BudgetSettings server;

    UsageResource(SqlLedger ledger, ApiConfigs configs, BudgetSettings server) {
        this.ledger = ledger;
        this.configs = configs;
        this.server = server;
    }

    @GET
    @Operation(
            summary = "What calls cost, by day, API config and model",
            description =
                    "Sums that upstreams told and sums that are estimated stay apart. Of API configs and models the 200"
                            + " costliest are listed; the rest is in `others`.")
    public Usage totals(@BeanParam UsageParameters parameters) {
        Instant now = Instant.now();
        UsageParameters.Span span = parameters.span(LocalDate.ofInstant(now, ZoneOffset.UTC));
        SqlLedger.Totals totals = ledger.totals(span.from(), span.to(), parameters.groupings(), MAX_GROUPS);
        Ranking days = totals.groups().get(Grouping.DAY);
        Ranking configs = totals.groups().get(Grouping.CONFIG);
        Ranking models = totals.groups().get(Grouping.MODEL);
        return new Usage(
                "USD",
                span.from(),
                span.to(),
                totals.total(),
                days == null ? null : days(days),
                configs == null ? null : configs(configs, now),
                models == null ? null : list(models, group -> new Usage.Model(group.name(), group.sums())),
                new Usage.Others(others(configs), others(models)));
    }

    private static List<Usage.Day> days(Ranking ranking) {
        return ranking.groups().stream()
                .map(group -> new Usage.Day(LocalDate.parse(group.name()), group.sums()))
                .sorted(Comparator.comparing(Usage.Day::day))
                .toList();
    }

    private List<Usage.Config> configs(Ranking ranking, Instant now) {
        List<String> ids = list(ranking, Group::name);
        Map<String, String> labels = ids.isEmpty() ? Map.of() : ledger.labels(ids);
        Map<String, Spent> spent = ids.isEmpty() ? Map.of() : ledger.spent(ids, now);
        return list(
                ranking,
                group -> config(
                        group,
                        labels.getOrDefault(group.name(), group.name()),
                        spent.getOrDefault(group.name(), Spent.NOTHING)));
    }

    private Usage.Config config(Group group, String lastLabel, Spent spent) {
        Optional<ApiConfig> config = configs.find(group.name());
        Budgets.Limits limits =
                config.map(known -> Budgets.Limits.of(known, server)).orElse(new Budgets.Limits(null, null));
        boolean daily = limits.daily() != null;
        boolean monthly = limits.monthly() != null;
        return new Usage.Config(
                group.name(),
                config.map(ApiConfig::label).orElse(lastLabel),
                group.sums(),
                amount(limits.daily()),
                daily ? amount(spent.today()) : null,
                daily ? spent.unknownToday() : null,
                amount(limits.monthly()),
                monthly ? amount(spent.thisMonth()) : null,
                monthly ? spent.unknownThisMonth() : null);
    }

    private static <T> List<T> list(Ranking ranking, Function<Group, T> view) {
        return ranking.groups().stream().map(view).toList();
    }

    private static Usage.@Nullable Sums others(@Nullable Ranking ranking) {
        return ranking == null || ranking.others().calls() == 0 ? null : ranking.others();
    }

    private static @Nullable Amount amount(@Nullable BigDecimal value) {
        return value == null ? null : Usage.amount(value);
    }
}
