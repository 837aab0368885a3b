package studio.usage;

import static java.util.stream.Collectors.toMap;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import studio.storage.Database;
import studio.usage.Usage.Sums;

/** The ledger in SQL. Costs are integers of a billionth of a dollar, so that the database adds them up. */
@Singleton
class SqlLedger implements Ledger {
    /** Decimal places of a cost in its column. */
    private static final int SCALE = 9;

    /** Calls whose average is what a picture usually costs. */
    private static final int COUNTED = 20;

    private static final String SUMS = """
            count(*) AS calls, coalesce(sum(pictures), 0) AS pictures,
            coalesce(sum(CASE WHEN estimated = 0 THEN cost_nanos END), 0) AS reported_cost,
            coalesce(sum(CASE WHEN estimated = 1 THEN cost_nanos END), 0) AS estimated_cost,
            count(*) - count(cost_nanos) AS unknown
            FROM spending WHERE day BETWEEN :from AND :to""";

    /** What calls are added up by. */
    enum Grouping {
        DAY("day"),
        CONFIG("config_id"),
        MODEL("model");

        private final String column;

        Grouping(String column) {
            this.column = column;
        }
    }

    /** The calls of one day, API config or model. */
    record Group(String name, Sums sums) {}

    /**
     * Calls added up by group.
     *
     * @param groups those that cost most, the costliest first; among equals the one with more calls, then by name
     * @param others all that are not in the list
     */
    record Ranking(List<Group> groups, Sums others) {}

    /** All calls of a span of days, and the same by group. */
    record Totals(Sums total, Map<Grouping, Ranking> groups) {}

    private final Database database;

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
    public Optional<BigDecimal> usual(String configId, String model) {
        return database.query(handle -> handle.createQuery("""
                        SELECT CAST(sum(cost_nanos) AS BIGINT) / CAST(sum(pictures) AS BIGINT) AS one FROM (
                            SELECT cost_nanos, pictures FROM spending
                            WHERE config_id = :configId AND model = :model AND outcome = 'DONE' AND estimated = 0
                                AND cost_nanos IS NOT NULL AND pictures > 0
                            ORDER BY at DESC LIMIT :counted) AS newest""")
                .bind("configId", configId)
                .bind("model", model)
                .bind("counted", COUNTED)
                .map((row, context) ->
                        row.getObject("one") == null ? Optional.<BigDecimal>empty() : Optional.of(usd(row, "one")))
                .one());
    }

    @Override
    public Spent spent(String configId, Instant now) {
        return spent(List.of(configId), now).getOrDefault(configId, Spent.NOTHING);
    }

    /** The same of several API configs; those without a call in this month are missing. */
    Map<String, Spent> spent(Collection<String> configIds, Instant now) {
        LocalDate today = day(now);
        return database.query(handle -> handle.createQuery("""
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
                .map((row, context) -> Map.entry(
                        row.getString("config_id"),
                        new Spent(
                                usd(row, "today"),
                                usd(row, "this_month"),
                                row.getLong("unknown_today"),
                                row.getLong("unknown_this_month"))))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Adds up the calls of a span of days.
     *
     * @param to included
     * @param max groups that are kept of each kind
     */
    Totals totals(LocalDate from, LocalDate to, Set<Grouping> by, int max) {
        return database.query(handle -> {
            Sums total = groups(handle, "SELECT '' AS name, " + SUMS, from, to)
                    .getFirst()
                    .sums();
            Map<Grouping, Ranking> rankings = new EnumMap<>(Grouping.class);
            for (Grouping grouping : by) {
                String sql = "SELECT " + grouping.column + " AS name, " + SUMS
                        + " GROUP BY name ORDER BY coalesce(sum(cost_nanos), 0) DESC, calls DESC, name LIMIT " + max;
                List<Group> groups = groups(handle, sql, from, to);
                Sums others = groups.stream().map(Group::sums).reduce(total, Sums::minus);
                rankings.put(grouping, new Ranking(groups, others));
            }
            return new Totals(total, rankings);
        });
    }

    private static List<Group> groups(Handle handle, String sql, LocalDate from, LocalDate to) {
        return handle.createQuery(sql)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Group(row.getString("name"), sums(row)))
                .list();
    }

    private static Sums sums(ResultSet row) throws SQLException {
        return new Sums(
                row.getLong("calls"),
                row.getLong("pictures"),
                Usage.amount(usd(row, "reported_cost")),
                Usage.amount(usd(row, "estimated_cost")),
                row.getLong("unknown"));
    }

    /** What API configs were called when they were last used. */
    Map<String, String> labels(Collection<String> configIds) {
        return database.query(handle -> handle.createQuery("""
                        SELECT config_id, config_label FROM (
                            SELECT config_id, config_label,
                                row_number() OVER (PARTITION BY config_id ORDER BY day DESC, at DESC) AS place
                            FROM spending WHERE config_id IN (<ids>)) AS placed
                        WHERE place = 1""")
                .bindList("ids", List.copyOf(configIds))
                .map((row, context) -> Map.entry(row.getString("config_id"), row.getString("config_label")))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static long nanos(BigDecimal usd) {
        return usd.movePointRight(SCALE).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static BigDecimal usd(ResultSet row, String column) throws SQLException {
        return usd(row.getLong(column));
    }

    static BigDecimal usd(long nanos) {
        return BigDecimal.valueOf(nanos, SCALE);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
