package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one instance publishes reaches the readers of another. */
class PostgresChangeBusTest extends ChangeBusConformance {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MARKER = "marker-";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private RealDatabase one;
    private RealDatabase other;
    private PostgresChangeBus sending;
    private PostgresChangeBus receiving;
    private int markers;

    @BeforeEach
    void open() {
        one = RealDatabase.in(folder, Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, elsewhere);
        sending = new PostgresChangeBus(one.database(), one.writer());
        receiving = new PostgresChangeBus(other.database(), other.writer());
        receiving.subscribe(change -> arrived.add(change.id()));
        // Until both listen.
        await().atMost(PATIENCE).until(() -> {
            sending.offer(ChangeBus.Change.entry(MARKER + "first"));
            return arrived.contains(MARKER + "first");
        });
    }

    @AfterEach
    void close() {
        sending.close();
        receiving.close();
        other.close();
        one.close();
    }

    @Override
    ChangeBus bus() {
        return new ChangeBus() {
            @Override
            public void publish(Change change) {
                sending.publish(change);
            }

            @Override
            public Subscription subscribe(Consumer<Change> reader) {
                return receiving.subscribe(change -> {
                    if (!change.id().startsWith(MARKER)) {
                        reader.accept(change);
                    }
                });
            }
        };
    }

    @Override
    Transactions transactions() {
        return one.database();
    }

    @Override
    void settle() {
        String marker = MARKER + ++markers;
        sending.offer(ChangeBus.Change.entry(marker));
        await().atMost(PATIENCE).until(() -> arrived.contains(marker));
    }

    @Test
    void manyAtOnceArriveInTheirOrder() {
        List<String> ids = IntStream.range(0, 3_000)
                .mapToObj("entry-of-a-long-name-%05d"::formatted)
                .toList();
        one.database().run(() -> ids.forEach(id -> sending.publish(ChangeBus.Change.entry(id))));
        settle();
        assertThat(arrived.stream().filter(id -> id.startsWith("entry"))).containsExactlyElementsOf(ids);
    }

    @Test
    void anInstanceHearsItsOwnAtOnceAndOnce() {
        List<String> own = new CopyOnWriteArrayList<>();
        sending.subscribe(change -> own.add(change.id()));
        sending.publish(ChangeBus.Change.entry("e"));
        assertThat(own).containsExactly("e");
        settle();
        assertThat(own).doesNotHaveDuplicates();
    }

    @Test
    void whatWasLostIsMadeGoodAlsoAfterTheConnectionBroke() {
        try (Handle administrator = Jdbi.open(RealPostgres.server().getPostgresDatabase())) {
            administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'image-studio' AND query LIKE '%LISTEN%'");
        }
        // Committed by a process that died before it could tell.
        new UntilStored().run("a task", () -> one.database().update(c -> c.execute("""
                INSERT INTO task (id, entry_id, status, created_at, version, request, retry_of, change_seq)
                VALUES ('lost', 'e', 'DONE', 1, 7, '{}', 'x', 1)""")));

        await().atMost(PATIENCE).until(() -> arrived.contains("lost"));
    }

    @Test
    void itKnowsHowLongAChangeTakes() {
        await().atMost(PATIENCE).until(() -> sending.lag().isPresent());
        assertThat(sending.lag().orElseThrow()).isPositive().isLessThan(PATIENCE);
        assertThat(new LocalChangeBus(one.database()).lag()).contains(Duration.ZERO);
    }
}
