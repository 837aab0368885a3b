package studio.usage;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.model.Amount;

/** Adds up what calls cost, and says how much of the budgets is left. */
@Singleton
class ReportUsage {
    private static final int MOST_GROUPS = 200;

    private final SqlLedger ledger;
    private final ApiConfigs configs;
    private final BudgetSettings server;
    private final Clock clock;

    @Inject
    ReportUsage(SqlLedger ledger, ApiConfigs configs, BudgetSettings settings) {
        this.ledger = ledger;
        this.configs = configs;
        this.server = settings;
        this.clock = Clock.systemUTC();
    }

    /** @throws studio.problem.ProblemException 400 naming the wrong parameter */
    Usage report(UsageParameters asked) {
        Instant now = clock.instant();
        UsageParameters.Span span = asked.span(LocalDate.ofInstant(now, ZoneOffset.UTC));
        SqlLedger.Totals totals = ledger.totals(span.from(), span.to(), asked.groupings(), MOST_GROUPS);
        Map<Grouping, Ranking> groups = totals.groups();
        return new Usage(
                "USD",
                span.from(),
                span.to(),
                totals.total(),
                days(groups.get(Grouping.DAY)),
                configs(groups.get(Grouping.CONFIG), now),
                list(groups.get(Grouping.MODEL), group -> new Usage.Model(group.name(), group.sums())),
                new Usage.Others(others(groups.get(Grouping.CONFIG)), others(groups.get(Grouping.MODEL))));
    }

    private static @Nullable List<Usage.Day> days(@Nullable Ranking ranking) {
        List<Usage.Day> days = list(ranking, group -> new Usage.Day(LocalDate.parse(group.name()), group.sums()));
        return days == null
                ? null
                : days.stream().sorted(Comparator.comparing(Usage.Day::day)).toList();
    }

    private @Nullable List<Usage.Config> configs(@Nullable Ranking ranking, Instant now) {
        if (ranking == null) {
            return null;
        }
        List<String> ids = ranking.groups().stream().map(Ranking.Group::name).toList();
        Map<String, String> labels = ids.isEmpty() ? Map.of() : ledger.labels(ids);
        Map<String, Spent> spent = ids.isEmpty() ? Map.of() : ledger.spent(ids, now);
        return list(
                ranking,
                group -> config(
                        group,
                        labels.getOrDefault(group.name(), group.name()),
                        spent.getOrDefault(group.name(), Spent.NOTHING)));
    }

    private Usage.Config config(Ranking.Group group, String lastLabel, Spent spent) {
        Optional<ApiConfig> config = configs.find(group.name());
        Limits limits = config.map(known -> Limits.of(known, server)).orElse(new Limits(null, null));
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

    private static <T> @Nullable List<T> list(@Nullable Ranking ranking, Function<Ranking.Group, T> made) {
        return ranking == null ? null : ranking.groups().stream().map(made).toList();
    }

    private static @Nullable Sums others(@Nullable Ranking ranking) {
        return ranking == null || ranking.others().calls() == 0 ? null : ranking.others();
    }

    private static @Nullable Amount amount(@Nullable BigDecimal value) {
        return value == null ? null : Sums.amount(value);
    }
}
