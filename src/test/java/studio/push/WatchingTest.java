package studio.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.ChangeBus;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

class WatchingTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");
    private Instant now = START;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private RealDatabase real;
    private Watching watching;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder);
        watching = watching(real.changes());
    }

    @AfterEach
    void close() {
        real.close();
    }

    private Watching watching(ChangeBus changes) {
        return new Watching(changes, ((InstantSource) this::now).withZone(ZoneOffset.UTC));
    }

    @Test
    void aPageThatOneInstanceShowsIsInSightForAllInstances() {
        RealDatabase one = RealDatabase.in(elsewhere, Dialect.POSTGRESQL);
        RealDatabase other = RealDatabase.beside(one, folder);
        try (one;
                other) {
            Watching here = watching(one.sharedChanges());
            Watching there = watching(other.sharedChanges());
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                here.set("phone", true);
                return there.contains("phone");
            });
            assertThat(here.contains("phone")).isTrue();
            assertThat(there.lastSeen("phone")).isEqualTo(now);
            here.set("phone", false);
            await().atMost(Duration.ofSeconds(30)).until(() -> !there.contains("phone"));
        }
    }

    @Test
    void aPageThatSaysNothingMoreWasSeenWhenItLastSaidSo() {
        watching.set("phone", true);
        pass(30);
        assertThat(watching.contains("phone")).isTrue();
        assertThat(watching.lastSeen("phone")).isEqualTo(now);
        pass(31);
        assertThat(watching.contains("phone")).isFalse();
        assertThat(watching.lastSeen("phone")).isEqualTo(START);
    }

    @Test
    void aPageThatIsHiddenWasSeenUntilThen() {
        watching.set("phone", true);
        pass(10);
        watching.set("phone", false);
        pass(100);
        assertThat(watching.lastSeen("phone")).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void aPageThatOpensBehindOthersWasNotSeen() {
        watching.set("phone", false);
        assertThat(watching.contains("phone")).isFalse();
        assertThat(watching.lastSeen("phone")).isEqualTo(Instant.EPOCH);
    }

    private Instant now() {
        return now;
    }

    private void pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }
}
