package studio.usage;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.Sql;

/** The ledger in SQL. Calls that cost the same are counted there and added up here, because SQLite would add as floats. */
@Singleton
class SqlLedger implements Ledger {

    /** All calls of a span of days, and the same by group. */
    record Totals(Sums total, Map<Grouping, Ranking> groups) {}

    private final Database database;

    SqlLedger(Database database) {
        this.database = database;
    }

    @Override
    public void record(Spending spending) {
        Cost cost = spending.cost();
        database.update(c -> Sql.execute(
                c,
                "INSERT INTO spending(task_id, attempt, at, day, config_id, config_label, model, pictures, cost, estimated,"
                        + " outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(task_id, attempt) DO UPDATE SET"
                        + " at = excluded.at, day = excluded.day, config_id = excluded.config_id,"
                        + " config_label = excluded.config_label, model = excluded.model,"
                        + " pictures = excluded.pictures, cost = excluded.cost, estimated = excluded.estimated,"
                        + " outcome = excluded.outcome",
                spending.taskId(),
                spending.attempt(),
                spending.at(),
                day(spending.at()).toString(),
                spending.configId(),
                spending.configLabel(),
                spending.model(),
                spending.pictures(),
                cost == null ? null : cost.usd().toPlainString(),
                cost != null && cost.estimated(),
                spending.outcome()));
    }

    @Override
    public Spent spent(String configId, Instant now) {
        LocalDate today = day(now);
        return database.query(c -> {
            Sums day = sum(c, configId, today, today);
            Sums month = sum(c, configId, today.withDayOfMonth(1), today.withDayOfMonth(today.lengthOfMonth()));
            return new Spent(day.spent(), month.spent(), day.unknown(), month.unknown());
        });
    }

    private static Sums sum(Connection c, String configId, LocalDate from, LocalDate to) throws SQLException {
        return sum(c, " AND config_id = ?", from.toString(), to.toString(), configId);
    }

    /**
     * @param to included
     * @param most groups that are kept of each kind
     */
    Totals totals(LocalDate from, LocalDate to, Set<Grouping> by, int most) {
        return database.query(c -> {
            Map<Grouping, Ranking> groups = new EnumMap<>(Grouping.class);
            for (Grouping grouping : by) {
                groups.put(grouping, ranking(c, grouping, from, to, most));
            }
            return new Totals(sum(c, "", from.toString(), to.toString()), groups);
        });
    }

    /** What an API config was called when it was last used. */
    Optional<String> label(String configId) {
        return database.query(c -> Sql.first(
                c,
                "SELECT config_label FROM spending WHERE config_id = ? ORDER BY day DESC, at DESC LIMIT 1",
                row -> row.getString(1),
                configId));
    }

    private static Ranking ranking(Connection c, Grouping grouping, LocalDate from, LocalDate to, int most)
            throws SQLException {
        Ranking ranking = new Ranking(most);
        Sql.each(
                c,
                "SELECT " + grouping.column()
                        + " AS name, cost, estimated, count(*) AS calls, sum(pictures) AS pictures"
                        + " FROM spending WHERE day BETWEEN ? AND ? GROUP BY name, cost, estimated ORDER BY name",
                row -> ranking.add(row.getString("name"), sums(row)),
                from.toString(),
                to.toString());
        return ranking;
    }

    private static Sums sum(Connection c, String filter, @Nullable Object... values) throws SQLException {
        Sums[] sum = {Sums.NONE};
        Sql.each(
                c,
                "SELECT cost, estimated, count(*) AS calls, sum(pictures) AS pictures FROM spending"
                        + " WHERE day BETWEEN ? AND ?" + filter + " GROUP BY cost, estimated",
                row -> sum[0] = sum[0].plus(sums(row)),
                values);
        return sum[0];
    }

    private static Sums sums(ResultSet row) throws SQLException {
        String cost = row.getString("cost");
        return Sums.of(
                row.getLong("calls"),
                row.getLong("pictures"),
                cost == null ? null : new Cost(new BigDecimal(cost), row.getInt("estimated") != 0));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
