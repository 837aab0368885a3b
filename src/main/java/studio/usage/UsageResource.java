package studio.usage;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.model.Amount;
import studio.problem.Message;
import studio.problem.ProblemException;
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

    /** The query of the totals, as text, because a wrong value deserves a sentence about its field. */
    public record Parameters(
            @QueryParam("from")
            @Parameter(description = "First day, UTC: 2026-11-01; 29 days before `to` when absent")
            @Nullable
            String from,

            @QueryParam("to")
            @Parameter(description = "Last day, included; today when absent; at most 366 days")
            @Nullable
            String to,

            @QueryParam("by")
            @Parameter(description = "`day`, `config`, `model`, repeated or separated by commas; all when absent")
            @Nullable
            List<String> by) {

        private static final int DEFAULT_DAYS = 30;
        private static final int MAX_DAYS = 366;
        private static final int DATE_LENGTH = "2026-11-23".length();

        /**
         * A span of days in UTC.
         *
         * @param to included
         */
        record Span(LocalDate from, LocalDate to) {}

        /** @throws ProblemException 400 naming {@code from} or {@code to} */
        Span span(LocalDate today) {
            LocalDate last = day("to", to, today);
            LocalDate first = day("from", from, last.minusDays(DEFAULT_DAYS - 1));
            if (first.isAfter(last)) {
                throw ProblemException.wrong("from", Message.of("usage.from_after_to"));
            }
            if (ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
                throw ProblemException.wrong("from", Message.of("usage.span_too_long", MAX_DAYS));
            }
            return new Span(first, last);
        }

        /** @throws ProblemException 400 naming {@code by} */
        Set<Grouping> groupings() {
            Set<Grouping> chosen = Stream.ofNullable(by)
                    .flatMap(List::stream)
                    .flatMap(text -> Arrays.stream(text.split(",", -1)))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .map(Parameters::grouping)
                    .collect(Collectors.toSet());
            return chosen.isEmpty() ? EnumSet.allOf(Grouping.class) : chosen;
        }

        private static Grouping grouping(String name) {
            return Arrays.stream(Grouping.values())
                    .filter(grouping -> grouping.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.wrong("by", Message.of("usage.group_unknown")));
        }

        private static LocalDate day(String field, @Nullable String text, LocalDate absent) {
            if (text == null || text.isBlank()) {
                return absent;
            }
            try {
                // Longer ones have signed years of more than four digits.
                return LocalDate.parse(text.length() == DATE_LENGTH ? text : "");
            } catch (DateTimeException e) {
                throw ProblemException.wrong(field, Message.of("usage.day_expected"))
                        .causedBy(e);
            }
        }
    }

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
    public Usage totals(@BeanParam Parameters parameters) {
        Instant now = Instant.now();
        Parameters.Span span = parameters.span(LocalDate.ofInstant(now, ZoneOffset.UTC));
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
