package studio.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;

/** The ledger in SQL. Costs are integers of a billionth of a dollar, so that the database adds them up. */
@Singleton
class SqlLedger implements Ledger {
    /** Decimal places of a cost in its column. */
    private static final int SCALE = 9;

    private static final String SUMS = """
            count(*) AS calls, coalesce(sum(pictures), 0) AS pictures,
            coalesce(sum(CASE WHEN NOT estimated THEN cost_nanos END), 0) AS told_cost,
            coalesce(sum(CASE WHEN estimated THEN cost_nanos END), 0) AS estimated_cost,
            count(*) - count(cost_nanos) AS unknown
            FROM spending WHERE day BETWEEN :from AND :to""";

    /** All calls of a span of days, and the same by group. */
    record Totals(Sums total, Map<Grouping, Ranking> groups) {}

    /** Sums of a group; amounts in billionths of a dollar. */
    @RegisterForReflection
    public record Row(
            @Nullable String name, long calls, long pictures, long toldCost, long estimatedCost, long unknown) {
        Sums sums() {
            return new Sums(calls, pictures, Sums.amount(usd(toldCost)), Sums.amount(usd(estimatedCost)), unknown);
        }
    }

    /** What has been spent on an API config; amounts in billionths of a dollar. */
    @RegisterForReflection
    public record ConfigRow(String configId, long today, long thisMonth, long unknownToday, long unknownThisMonth) {
        Spent spent() {
            return new Spent(usd(today), usd(thisMonth), unknownToday, unknownThisMonth);
        }
    }

    private final Database database;
    private final RowMapper<Row> rows = ConstructorMapper.of(Row.class);
    private final RowMapper<ConfigRow> configRows = ConstructorMapper.of(ConfigRow.class);

    SqlLedger(Database database) {
        this.database = database;
    }

    @Override
    public void record(Spending spending) {
        Cost cost = spending.cost();
        database.update(handle -> handle.createUpdate("""
                        INSERT INTO spending (
                            task_id, attempt, at, day, config_id, config_label, model, pictures, cost_nanos, estimated, outcome)
                        VALUES (
                            :taskId, :attempt, :at, :day, :configId, :configLabel, :model, :pictures, :nanos, :estimated,
                            :outcome)
                        ON CONFLICT (task_id, attempt) DO UPDATE SET
                            at = excluded.at, day = excluded.day, config_id = excluded.config_id,
                            config_label = excluded.config_label, model = excluded.model, pictures = excluded.pictures,
                            cost_nanos = excluded.cost_nanos, estimated = excluded.estimated, outcome = excluded.outcome""")
                .bindMethods(spending)
                .bind("day", day(spending.at()))
                .bind("nanos", cost == null ? null : nanos(cost.usd()))
                .bind("estimated", cost != null && cost.estimated())
                .execute());
    }

    @Override
    public Spent spent(String configId, Instant now) {
        return spent(List.of(configId), now).getOrDefault(configId, Spent.NOTHING);
    }

    /** The same of several API configs; those without a call in this month are missing. */
    Map<String, Spent> spent(Collection<String> configIds, Instant now) {
        LocalDate today = day(now);
        return database.query(handle -> handle
                .createQuery("""
                        SELECT config_id,
                            coalesce(sum(CASE WHEN day = :today THEN cost_nanos END), 0) AS today,
                            coalesce(sum(cost_nanos), 0) AS this_month,
                            count(CASE WHEN day = :today AND cost_nanos IS NULL THEN 1 END) AS unknown_today,
                            count(*) - count(cost_nanos) AS unknown_this_month
                        FROM spending WHERE config_id IN (<ids>) AND day BETWEEN :first AND :last GROUP BY config_id""")
                .bindList("ids", List.copyOf(configIds))
                .bind("today", today)
                .bind("first", today.withDayOfMonth(1))
                .bind("last", today.withDayOfMonth(today.lengthOfMonth()))
                .map(configRows)
                .stream()
                .collect(Collectors.toMap(ConfigRow::configId, ConfigRow::spent)));
    }

    /**
     * Adds up the calls of a span of days.
     *
     * @param to included
     * @param most groups that are kept of each kind
     */
    Totals totals(LocalDate from, LocalDate to, Set<Grouping> by, int most) {
        return database.query(handle -> {
            Sums total = sums(handle, "SELECT NULL AS name, " + SUMS, from, to)
                    .getFirst()
                    .sums();
            Map<Grouping, Ranking> groups = new EnumMap<>(Grouping.class);
            for (Grouping grouping : by) {
                groups.put(grouping, ranking(handle, grouping, from, to, most, total));
            }
            return new Totals(total, groups);
        });
    }

    /** What API configs were called when they were last used. */
    Map<String, String> labels(Collection<String> configIds) {
        return database.query(handle -> handle
                .createQuery("""
                        SELECT config_id, config_label FROM (
                            SELECT config_id, config_label,
                                row_number() OVER (PARTITION BY config_id ORDER BY day DESC, at DESC) AS place
                            FROM spending WHERE config_id IN (<ids>))
                        WHERE place = 1""")
                .bindList("ids", List.copyOf(configIds))
                .map((row, context) -> Map.entry(row.getString("config_id"), row.getString("config_label")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Ranking ranking(Handle handle, Grouping grouping, LocalDate from, LocalDate to, int most, Sums total) {
        String sql = "SELECT " + grouping.column() + " AS name, " + SUMS
                + " GROUP BY name ORDER BY coalesce(sum(cost_nanos), 0) DESC, calls DESC, name LIMIT " + most;
        List<Ranking.Group> groups = sums(handle, sql, from, to).stream()
                .map(row -> new Ranking.Group(Objects.requireNonNull(row.name()), row.sums()))
                .toList();
        Sums others = groups.stream().map(Ranking.Group::sums).reduce(total, Sums::minus);
        return new Ranking(groups, others);
    }

    private List<Row> sums(Handle handle, String sql, LocalDate from, LocalDate to) {
        return handle.createQuery(sql)
                .bind("from", from)
                .bind("to", to)
                .map(rows)
                .list();
    }

    private static long nanos(BigDecimal usd) {
        return usd.movePointRight(SCALE).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static BigDecimal usd(long nanos) {
        return BigDecimal.valueOf(nanos, SCALE);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
