package studio.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Dialect;
import studio.storage.RealDatabase;
import studio.web.event.ReadStream;

/** Who signs out at one instance reads nothing more at another one. */
class EndStreamsTest {
    private static final Logger LOG = Logger.getLogger(EndStreamsTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Vertx vertx;
    private RealDatabase one;
    private RealDatabase other;
    private SqlSessions here;
    private SqlSessions there;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        one = RealDatabase.in(folder.resolve("one"), Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, folder.resolve("other"));
        here = new SqlSessions(one.database(), one.sharedChanges());
        there = new SqlSessions(other.database(), other.sharedChanges());
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aStreamEndsWithItsSessionWhereverThatEnds() {
        ReadStream ends = follow("ends");
        ReadStream goesOn = follow("goes-on");
        signIn("ends");
        signIn("goes-on");
        await().atMost(PATIENCE).until(() -> there.goesOn("ends") && there.goesOn("goes-on"));
        EndStreams.follow(other.sharedChanges(), () -> {
            ends.check();
            goesOn.check();
        });

        long start = System.nanoTime();
        assertThat(here.end("ends")).isTrue();
        await().pollInterval(Duration.ofMillis(2)).atMost(PATIENCE).until(() -> !ends.stream()
                .isOpen());
        LOG.infof("A stream ended elsewhere after %d ms", (System.nanoTime() - start) / 1_000_000);
        assertThat(goesOn.stream().isOpen()).isTrue();
        assertThat(there.goesOn("goes-on")).isTrue();
    }

    private ReadStream follow(String session) {
        return new ReadStream(vertx, () -> there.goesOn(session));
    }

    private void signIn(String id) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        here.add(new SqlSessions.Row(id, "g", null, null, false, now, now, now.plusSeconds(600)));
    }
}
