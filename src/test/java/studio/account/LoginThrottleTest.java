package studio.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;
import studio.web.server.AddressBlocks;

@OnBothDatabases
class LoginThrottleTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private static final Optional<InetAddress> ONE = address("192.0.2.1");
    private static final Optional<InetAddress> TWO = address("192.0.2.2");

    private static final Optional<String> STRANGER = Optional.empty();
    private static final Optional<String> DEVICE = Optional.of("device");

    private final Clock clock = new Clock();
    private RealDatabase real;
    private LoginThrottle throttle;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        throttle = instance();
    }

    @AfterEach
    void close() {
        real.close();
    }

    private LoginThrottle instance() {
        return new LoginThrottle(SignInTries.over(real.database(), clock));
    }

    @Test
    void allInstancesOfOneDatabaseCountTogether() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        LoginThrottle other = instance();
        int allowed = 0;
        for (int i = 0; i < 10; i++) {
            allowed += (i % 2 == 0 ? throttle : other).take(ONE, STRANGER).isEmpty() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(5);
        other.clear(ONE, STRANGER);
        assertThat(tries(ONE, 10)).isEqualTo(5);
    }

    @Test
    void manyTriesAtOnceOnTwoInstancesAreFiveTogether() throws Exception {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        List<Future<Boolean>> all = new ArrayList<>();
        try (RealDatabase beside = RealDatabase.beside(real, elsewhere);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            LoginThrottle other = new LoginThrottle(SignInTries.over(beside.database(), clock));
            for (int i = 0; i < 50; i++) {
                LoginThrottle at = i % 2 == 0 ? throttle : other;
                all.add(threads.submit(() -> at.take(ONE, STRANGER).isEmpty()));
            }
        }
        assertThat(all.stream().filter(Future::resultNow)).hasSize(5);
    }

    @Test
    void whoIsRefusedNeitherWritesNorWaitsForAWriter() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        tries(ONE, 5);
        String before = rows();
        real.database().run(() -> {
            // On a thread of its own: this one holds the turn to write.
            CompletableFuture<Integer> refused = CompletableFuture.supplyAsync(() -> tries(ONE, 20));
            assertThat(refused.orTimeout(20, TimeUnit.SECONDS).join()).isZero();
        });
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void whatHasRefilledIsForgottenAndWhatAnotherVersionWroteIsNoObstacle() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        tries(ONE, 1);
        clock.pass(Duration.ofDays(2));
        tries(TWO, 1);
        assertThat(rows()).doesNotContain("192.0.2.1").contains("192.0.2.2");
        int unused = real.database().update(c -> c.execute("UPDATE sign_in_try SET state = ?", new byte[] {7, 7}));
        assertThat(tries(TWO, 10)).isEqualTo(5);
    }

    private String rows() {
        return real.database().query(c -> c.select("SELECT key || state::text FROM sign_in_try ORDER BY key")
                .mapTo(String.class)
                .list()
                .toString());
    }

    @Test
    void fiveTriesAreFreeThenTheWaitGrowsFromSecondsToHalfAnHour() {
        assertThat(tries(ONE, 100)).isEqualTo(5);
        assertThat(throttle.take(ONE, STRANGER).orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(12));
        for (int i = 0; i < 15; i++) {
            clock.pass(Duration.ofSeconds(13));
            tries(ONE, 1);
        }
        clock.pass(Duration.ofSeconds(60));
        tries(ONE, 5);
        assertThat(throttle.take(ONE, STRANGER).orElseThrow()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(3));
        for (int i = 0; i < 30; i++) {
            clock.pass(Duration.ofMinutes(16));
            tries(ONE, 5);
        }
        assertThat(throttle.take(ONE, STRANGER).orElseThrow()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(24));
    }

    @Test
    void oneAddressDoesNotSlowDownAnother() {
        tries(ONE, 10);
        assertThat(tries(TWO, 10)).isEqualTo(5);
    }

    @Test
    void theRightPasswordClearsTheAddress() {
        tries(ONE, 10);
        throttle.clear(ONE, STRANGER);
        assertThat(tries(ONE, 10)).isEqualTo(5);
    }

    @Test
    void allAddressesTogetherHaveALimitToo() {
        int allowed = 0;
        for (int i = 1; i < 255; i++) {
            allowed += tries(address("198.51.100." + i), 1);
        }
        assertThat(allowed).isEqualTo(120);
    }

    @Test
    void aTryThatOnlyTheCommonLimitRefusesCostsTheAddressNothing() {
        crowd();
        assertThat(tries(ONE, 100)).isZero();
        clock.pass(Duration.ofSeconds(3));
        assertThat(tries(ONE, 5)).isEqualTo(5);
    }

    @Test
    void aDeviceThatSignedInBeforeCannotBeLockedOutByOthers() {
        crowd();
        tries(ONE, 10);
        int allowed = 0;
        for (int i = 0; i < 10; i++) {
            allowed += throttle.take(ONE, DEVICE).isEmpty() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(5);
        throttle.clear(ONE, DEVICE);
        assertThat(throttle.take(TWO, DEVICE)).isEmpty();
        assertThat(tries(ONE, 1)).isZero();
    }

    /** Uses up what all addresses have together. */
    private void crowd() {
        for (int i = 1; i < 255; i++) {
            tries(address("198.51.100." + i), 1);
        }
    }

    @Test
    void theAddressesOfOneIpv6SiteCountAsOne() {
        assertThat(tries(address("2001:db8::1"), 3) + tries(address("2001:db8::2"), 3))
                .isEqualTo(5);
        assertThat(tries(address("2001:db8:0:1::1"), 1)).isEqualTo(1);
    }

    private int tries(Optional<InetAddress> address, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) {
            allowed += throttle.take(address, STRANGER).isEmpty() ? 1 : 0;
        }
        return allowed;
    }

    private static Optional<InetAddress> address(String text) {
        return Optional.of(AddressBlocks.address(text));
    }

    private static final class Clock implements TimeMeter {
        private long nanos = Duration.ofDays(1).toNanos();

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
