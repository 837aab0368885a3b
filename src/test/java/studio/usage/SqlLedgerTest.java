package studio.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;
import studio.usage.Ledger.Spending;
import studio.usage.Ledger.Spending.Outcome;
import studio.usage.Ledger.Spent;
import studio.usage.SqlLedger.Grouping;
import studio.usage.SqlLedger.Ranking;
import studio.usage.Usage.Sums;

@OnBothDatabases
class SqlLedgerTest {
    @Parameter
    Dialect dialect;

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-23");

    @TempDir
    Path folder;

    private RealDatabase real;
    private SqlLedger ledger;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        ledger = new SqlLedger(real.database());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void aTenthAndTwoTenthsAreThreeTenths() {
        record("t1", NOON, told("0.1"));
        record("t2", NOON, told("0.2"));
        assertThat(total().cost()).hasToString("0.3");
        assertThat(ledger.spent("c", NOON).today()).isEqualByComparingTo("0.3");
    }

    @Test
    void whatAPictureUsuallyCostsIsTheAverageOfWhatWasReported() {
        assertThat(ledger.usual("c", "m")).isEmpty();
        record("t1", NOON, told("0.1"));
        record("t2", NOON, told("0.3"));
        record("t3", NOON, new Cost(new java.math.BigDecimal("9"), true));
        int pictures = Math.toIntExact(total().pictures());
        assertThat(pictures).isPositive();
        assertThat(ledger.usual("c", "m").orElseThrow())
                .isEqualByComparingTo(new java.math.BigDecimal("0.6").divide(java.math.BigDecimal.valueOf(pictures)));
        assertThat(ledger.usual("c", "other")).isEmpty();
    }

    @Test
    void aBillionthOfADollarCountsAndLessIsRounded() {
        record("t1", NOON, told("0.000000001"));
        record("t2", NOON, told("100000"));
        record("t3", NOON, told("1E-38"));
        record("t4", NOON, told("0.0000000015"));
        assertThat(total().cost()).hasToString("100000.000000003");
    }

    @Test
    void aCostIsStoredInBillionthsOfADollar() {
        record("t1", NOON, told("0.0400"));
        record("t2", NOON, told("2.5E-7"));
        record("t3", NOON, null);
        record("t4", NOON, told("0.00012499999999999998765"));
        List<String> kept = real.database().query(c -> c.select(
                        "SELECT coalesce(CAST(cost_nanos AS TEXT), 'unknown') FROM spending ORDER BY task_id")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactly("40000000", "250", "unknown", "125000");
    }

    @Test
    void whatAConfigWasCalledLastAndWhatItSpentIsAskedForManyAtOnce() {
        ledger.record(new Spending("t1", 1, NOON, "a", "Before", "m", 1, told("1"), Outcome.DONE));
        ledger.record(new Spending("t2", 1, NOON.plusSeconds(1), "a", "Now", "m", 1, null, Outcome.UNKNOWN));
        ledger.record(new Spending("t3", 1, NOON.minus(3, ChronoUnit.DAYS), "b", "B", "m", 1, told("2"), Outcome.DONE));
        assertThat(ledger.labels(List.of("a", "b", "c"))).isEqualTo(Map.of("a", "Now", "b", "B"));
        Map<String, Spent> spent = ledger.spent(List.of("a", "b", "c"), NOON);
        assertThat(spent).containsOnlyKeys("a", "b");
        assertThat(spent.get("a").today()).isEqualByComparingTo("1");
        assertThat(spent.get("a").unknownThisMonth()).isEqualTo(1);
        assertThat(spent.get("b").today()).isZero();
        assertThat(spent.get("b").thisMonth()).isEqualByComparingTo("2");
    }

    @Test
    void manyCallsOfTheSamePriceAddUpExactly() {
        for (int i = 0; i < 1000; i++) {
            record("t" + i, NOON, estimated("0.0336"));
        }
        assertThat(total()).isEqualTo(new Sums(1000, 1000, Sums.NONE.cost(), Usage.amount(new BigDecimal("33.6")), 0));
    }

    @Test
    void whatIsToldEstimatedAndUnknownStaysApart() {
        record("t1", NOON, told("0.04"));
        record("t2", NOON, estimated("0.05"));
        record("t3", NOON, null);
        Sums sums = total();
        assertThat(sums.calls()).isEqualTo(3);
        assertThat(sums.cost()).hasToString("0.04");
        assertThat(sums.estimatedCost()).hasToString("0.05");
        assertThat(sums.unknown()).isEqualTo(1);
        assertThat(ledger.spent("c", NOON).today()).isEqualByComparingTo("0.09");
    }

    @Test
    void aCallThatIsRecordedAgainReplacesItself() {
        ledger.record(spending("t1", 1, NOON, estimated("0.05"), Outcome.UNKNOWN, 0));
        ledger.record(spending("t1", 1, NOON.plusSeconds(60), told("0.04"), Outcome.DONE, 2));
        ledger.record(spending("t1", 2, NOON, told("0.01"), Outcome.DONE, 1));
        assertThat(total())
                .isEqualTo(new Sums(2, 3, Usage.amount(new BigDecimal("0.05")), Sums.NONE.estimatedCost(), 0));
    }

    @Test
    void aDayEndsAtMidnightOfUtc() {
        record("before", Instant.parse("2026-11-22T23:59:59.999Z"), told("1"));
        record("first", Instant.parse("2026-11-23T00:00:00Z"), told("2"));
        record("last", Instant.parse("2026-11-23T23:59:59.999Z"), told("4"));
        record("after", Instant.parse("2026-11-24T00:00:00Z"), told("8"));
        assertThat(total().cost()).hasToString("6");
        assertThat(ledger.spent("c", NOON).today()).isEqualByComparingTo("6");
    }

    @Test
    void aMonthIsTheCalendarsOfUtc() {
        record("october", Instant.parse("2026-10-31T23:59:59.999Z"), told("1"));
        record("first", Instant.parse("2026-11-01T00:00:00Z"), told("2"));
        record("last", Instant.parse("2026-11-30T23:59:59.999Z"), told("4"));
        record("december", Instant.parse("2026-12-01T00:00:00Z"), told("8"));
        assertThat(ledger.spent("c", NOON).thisMonth()).isEqualByComparingTo("6");
    }

    @Test
    void anotherConfigHasItsOwnSpending() {
        record("t1", NOON, told("1"));
        assertThat(ledger.spent("other", NOON)).isEqualTo(Spent.NOTHING);
    }

    @Test
    void aCallIsWrittenWithTheTransactionThatEndsItOrNotAtAll() {
        assertThatThrownBy(() -> real.database().run(() -> {
                    record("t1", NOON, told("1"));
                    assertThat(ledger.spent("c", NOON).today()).isEqualByComparingTo("1");
                    throw new IllegalStateException("the end of the task was not written");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(total()).isEqualTo(Sums.NONE);
    }

    @Test
    void groupsAddUpToTheTotalAndTheCheapestAreTheOthers() {
        for (int i = 1; i <= 5; i++) {
            ledger.record(
                    new Spending("t" + i, 1, NOON, "c" + i, "Config", "m" + i % 2, 1, told("0.0" + i), Outcome.DONE));
        }
        SqlLedger.Totals totals = ledger.totals(DAY, DAY, EnumSet.allOf(Grouping.class), 2);
        Ranking configs = totals.groups().get(Grouping.CONFIG);
        assertThat(configs.groups()).extracting(SqlLedger.Group::name).containsExactly("c5", "c4");
        assertThat(configs.others().cost()).hasToString("0.06");
        Ranking models = totals.groups().get(Grouping.MODEL);
        assertThat(models.groups()).extracting(SqlLedger.Group::name).containsExactly("m1", "m0");
        assertThat(models.groups().getFirst().sums().cost()).hasToString("0.09");
        assertThat(models.others()).isEqualTo(Sums.NONE);
        assertThat(totals.total().cost()).hasToString("0.15");
    }

    private void record(String task, Instant at, Cost cost) {
        ledger.record(spending(task, 1, at, cost, Outcome.DONE, 1));
    }

    private static Spending spending(String task, int call, Instant at, Cost cost, Outcome outcome, int pictures) {
        return new Spending(task, call, at, "c", "Config", "m", pictures, cost, outcome);
    }

    private Sums total() {
        return ledger.totals(DAY, DAY, EnumSet.noneOf(Grouping.class), 1).total();
    }

    private static Cost told(String usd) {
        return new Cost(new BigDecimal(usd), false);
    }

    private static Cost estimated(String usd) {
        return new Cost(new BigDecimal(usd), true);
    }
}
