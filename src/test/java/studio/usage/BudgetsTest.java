package studio.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.apiconfig.ApiConfig;
import studio.model.Protocol;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.settings.TestSettings;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;
import studio.usage.Ledger.Spending;
import studio.usage.Ledger.Spending.Outcome;

@OnBothDatabases
class BudgetsTest {
    @Parameter
    Dialect dialect;

    private static final Instant NOW = Instant.parse("2026-11-23T23:58:59.500Z");
    private static final BigDecimal EACH = new BigDecimal("0.07");
    private static final BudgetSettings NONE = TestSettings.of(BudgetSettings.class);

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

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
    void aCallThatFillsTheBudgetToTheLastCentIsLetThrough() {
        spend("1", Outcome.DONE);
        Budgets budgets = budgets(NONE, NOW);
        budgets.reserve("t", config("1.04", null), "m", new BigDecimal("0.04"), 1);
        assertThat(refusal(budgets, config("1.04", null), "0.01")).isNotNull();
    }

    @Test
    void aRefusalSaysWhichBudgetWhatIsSpentAndWhenItStartsAnew() {
        spend("0.95", Outcome.DONE);
        Budgets budgets = budgets(NONE, NOW);
        budgets.reserve("other", config("1.00", null), "m", new BigDecimal("0.02"), 1);
        ProblemException refusal = refusal(budgets, config("1.00", null), "0.04");
        assertThat(refusal.status()).isEqualTo(402);
        assertThat(refusal.code()).isEqualTo("budget_exceeded");
        assertThat(refusal.headers()).containsEntry("Retry-After", "61");
        assertThat(refusal.message().in(Language.ENGLISH))
                .contains("daily budget of \"Config\" is 1 US dollars", "0.95 are spent", "0.02 are held", "cost 0.04")
                .contains("Nothing was sent", "2026-11-24 00:00 UTC");
        assertThat(refusal.message().in(Language.CHINESE))
                .contains("“Config”的今日预算为 1 美元", "已用 0.95 美元", "预留 0.02 美元", "本次预计 0.04 美元")
                .contains("没有发出", "2026-11-24 00:00 UTC");
        assertThat(refusal.extras().get("budget"))
                .isEqualTo(Map.of(
                        "period", "daily",
                        "limit", "1",
                        "spent", "0.95",
                        "held", "0.02",
                        "resetsAt", "2026-11-24T00:00:00Z"));
    }

    @Test
    void aDayStartsAnewAtMidnightAndAMonthOnItsFirstDay() {
        spend("1", Outcome.DONE);
        assertThat(refusal(budgets(NONE, NOW), config("1", null), "0.01")).isNotNull();
        Instant tomorrow = Instant.parse("2026-11-24T00:00:00Z");
        assertThat(refusal(budgets(NONE, tomorrow), config("1", null), "0.01")).isNull();
        ProblemException monthly = refusal(budgets(NONE, tomorrow), config("1", "1"), "0.01");
        assertThat(monthly.headers()).containsEntry("Retry-After", Integer.toString(7 * 24 * 3600));
        assertThat(monthly.message().in(Language.ENGLISH)).contains("monthly budget", "2026-12-01 00:00 UTC");
        assertThat(refusal(budgets(NONE, Instant.parse("2026-12-01T00:00:00Z")), config("1", "1"), "0.01"))
                .isNull();
    }

    @Test
    void theServersBudgetHoldsForConfigsWithoutOneOfTheirOwn() {
        spend("1", Outcome.DONE);
        Budgets budgets = budgets(TestSettings.of(BudgetSettings.class, Map.of("BUDGET_DAILY", "1")), NOW);
        assertThat(refusal(budgets, config(null, null), "0.01")).isNotNull();
        assertThat(refusal(budgets, config("5", null), "0.01")).isNull();
    }

    @Test
    void withoutABudgetNothingIsEverRefused() {
        spend("100000", Outcome.DONE);
        assertThat(refusal(budgets(NONE, NOW), config(null, null), "100000")).isNull();
    }

    @Test
    void whatMayHaveBeenBilledCountsAsSpent() {
        spend("1", Outcome.UNKNOWN);
        assertThat(refusal(budgets(NONE, NOW), config("1.05", null), "0.10")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"1, , ", ", 1, ", "1000000, 1000000, ", ", , 1"})
    void aCallOfUnknownPriceIsNotSentWhereThereIsABudget(String daily, String monthly, BigDecimal ofServer) {
        Budgets budgets = budgets(
                TestSettings.of(
                        BudgetSettings.class, Map.of("BUDGET_DAILY", ofServer == null ? "" : ofServer.toPlainString())),
                NOW);
        ProblemException refusal = refusal(budgets, config(daily, monthly), null);
        assertThat(refusal.status()).isEqualTo(402);
        assertThat(refusal.code()).isEqualTo("price_unknown");
        assertThat(refusal.headers()).isEmpty();
        assertThat(refusal.message().in(Language.ENGLISH))
                .contains("\"Config\" has a budget", "the model m", "nothing is billed", "BUDGET_UNKNOWN_PRICE")
                .contains("config/models.json");
        assertThat(refusal.message().in(Language.CHINESE))
                .contains("“Config”设有预算", "模型 m 的价格未知", "不会计费", "BUDGET_UNKNOWN_PRICE", "config/models.json");
        assertThat(refusal(budgets, config(daily, monthly), "0")).isNull();
    }

    @Test
    void aCallOfUnknownPriceCountsAsMuchAsIsAssumedOfEachPicture() {
        spend("1", Outcome.DONE);
        Budgets budgets = budgets(TestSettings.of(BudgetSettings.class, Map.of("BUDGET_UNKNOWN_PRICE", "0.25")), NOW);
        assertThat(budgets.assumed(2)).isEqualByComparingTo("0.5");
        assertThat(refusal(budgets, config("1.5", null), null)).isNull();
        assertThat(refusal(budgets, config("1.49", null), null).code()).isEqualTo("budget_exceeded");
        budgets.reserve("other", config("1.6", null), "m", null, 1);
        assertThat(refusal(budgets, config("1.6", null), "0.36")).isNotNull();
        assertThat(refusal(budgets, config("1.6", null), "0.35")).isNull();
    }

    @Test
    void withoutABudgetAnUnknownPriceIsNoObstacle() {
        assertThat(refusal(budgets(NONE, NOW), config(null, null), null)).isNull();
    }

    @Test
    void aCallThatIsDearerThanTheWholeBudgetIsNotToldToWait() {
        ProblemException refusal = refusal(budgets(NONE, NOW), config("1", null), "1.01");
        assertThat(refusal.headers()).isEmpty();
        assertThat(refusal.message().in(Language.ENGLISH))
                .contains("more than the whole budget")
                .doesNotContain("starts anew");
    }

    @Test
    void aTaskIsNotInItsOwnWayWhenItAsksAgain() {
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        budgets.reserve("t", config, "m", new BigDecimal("0.60"), 1);
        assertThatCode(() -> budgets.reserve("t", config, "m", new BigDecimal("0.80"), 1))
                .doesNotThrowAnyException();
        assertThat(refusal(budgets, config, "0.30")).isNotNull();
        budgets.release("t");
        budgets.release("t");
        assertThat(refusal(budgets, config, "0.30")).isNull();
    }

    @Test
    void ofManyTasksAtOnceJustAsManyAreHeldAsFitIn() throws Exception {
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        assertThat(successes(id -> reserved(budgets, config, id))).isEqualTo(14);
    }

    @Test
    void manyTasksAtOnceNeverSpendMoreThanTheBudgetTogether() throws Exception {
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        long done = successes(id -> ranWithin(budgets, config, id));
        assertThat(done).isPositive();
        assertThat(ledger.spent("c", NOW).today())
                .isEqualByComparingTo(EACH.multiply(BigDecimal.valueOf(done)))
                .isLessThanOrEqualTo(BigDecimal.ONE);
    }

    @Test
    void manyRequestsAtOnceOnTwoInstancesNeverPassTheBudget() throws Exception {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        ApiConfig config = config("1", null);
        try (RealDatabase beside = RealDatabase.beside(real, elsewhere)) {
            Budgets one = budgets(NONE, NOW);
            Budgets other = new Budgets(
                    new SqlLedger(beside.database()),
                    NONE,
                    Reservations.over(beside.database()),
                    Clock.fixed(NOW, ZoneOffset.UTC));
            AtomicInteger turn = new AtomicInteger();
            long held = successes(id -> reserved(turn.incrementAndGet() % 2 == 0 ? one : other, config, id));
            assertThat(held).isEqualTo(14);
            assertThat(one.left(config).orElseThrow().left()).isEqualByComparingTo("0.02");
            assertThat(other.left(config)).isEqualTo(one.left(config));
        }
    }

    @Test
    void whatIsHeldEndsWithItsTaskWhicheverInstanceEndsItOrDies() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        write("t", "RUNNING");
        budgets.reserve("t", config, "m", new BigDecimal("0.60"), 1);
        assertThat(refusal(budgets(NONE, NOW), config, "0.60")).isNotNull();

        write("t", "FAILED");
        assertThat(budgets.left(config).orElseThrow().left()).isEqualByComparingTo("1");
        budgets.release("t");
        assertThat(rows()).as("its end has cost no write of its own").containsExactly("t");
        budgets.reserve("next", config, "m", new BigDecimal("0.60"), 1);
        assertThat(rows()).containsExactly("next");
    }

    @Test
    void aReservationForATaskThatWasNeverWrittenHoldsForAMinute() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        budgets.reserve("lost", config, "m", new BigDecimal("0.60"), 1);
        assertThat(refusal(budgets, config, "0.60")).isNotNull();
        int unused = real.database()
                .update(handle -> handle.execute("UPDATE budget_reservation SET held_at = held_at - 60001"));
        assertThat(refusal(budgets, config, "0.60")).isNull();
    }

    @Test
    void aReservationIsUndoneWithTheTransactionThatItIsMadeIn() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        Budgets budgets = budgets(NONE, NOW);
        ApiConfig config = config("1", null);
        assertThatThrownBy(() -> real.database().run(() -> {
                    budgets.reserve("t", config, "m", new BigDecimal("0.60"), 1);
                    throw new IllegalArgumentException("undone");
                }))
                .hasMessage("undone");
        assertThat(rows()).isEmpty();
    }

    private List<String> rows() {
        return real.database().query(handle -> handle.select("SELECT task_id FROM budget_reservation ORDER BY task_id")
                .mapTo(String.class)
                .list());
    }

    private void write(String task, String status) {
        int unused = real.database().update(handle -> handle.execute("""
                        INSERT INTO task (id, entry_id, status, created_at, version, request) VALUES (?, ?, ?, 1, 1, '{}')
                        ON CONFLICT (id) DO UPDATE SET status = excluded.status""", task, task, status));
    }

    private static long successes(Predicate<String> task) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> tasks = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String id = "t" + i;
                tasks.add(threads.submit(() -> {
                    start.await();
                    return task.test(id);
                }));
            }
            start.countDown();
        }
        return tasks.stream().filter(Future::resultNow).count();
    }

    private static boolean reserved(Budgets budgets, ApiConfig config, String id) {
        try {
            budgets.reserve(id, config, "m", EACH, 1);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    /** The life of a task: held, asked again, recorded, released. */
    private boolean ranWithin(Budgets budgets, ApiConfig config, String id) {
        try {
            boolean accepted = reserved(budgets, config, id);
            boolean sent = accepted && reserved(budgets, config, id);
            if (sent) {
                ledger.record(spending(id, EACH, Outcome.DONE));
            }
            return sent;
        } finally {
            budgets.release(id);
        }
    }

    private ProblemException refusal(Budgets budgets, ApiConfig config, String expected) {
        try {
            return catchThrowableOfType(
                    ProblemException.class,
                    () -> budgets.reserve("asked", config, "m", expected == null ? null : new BigDecimal(expected), 2));
        } finally {
            budgets.release("asked");
        }
    }

    private void spend(String usd, Outcome outcome) {
        ledger.record(spending("spent", new BigDecimal(usd), outcome));
    }

    private static Spending spending(String task, BigDecimal usd, Outcome outcome) {
        return new Spending(task, 1, NOW, "c", "Config", "m", 1, new Cost(usd, false), outcome);
    }

    private Budgets budgets(BudgetSettings server, Instant now) {
        return new Budgets(ledger, server, Reservations.over(real.database()), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ApiConfig config(String daily, String monthly) {
        return new ApiConfig(
                "c",
                "Config",
                URI.create("https://api.example.org/v1"),
                "m",
                null,
                Protocol.AUTO,
                "auto",
                daily == null ? null : new BigDecimal(daily),
                monthly == null ? null : new BigDecimal(monthly),
                true,
                true);
    }
}
