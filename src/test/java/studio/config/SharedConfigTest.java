package studio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.ChangeBus;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

/** Two instances with one configuration between them. */
class SharedConfigTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final List<String> announced = new CopyOnWriteArrayList<>();
    private RealDatabase one;
    private RealDatabase other;

    @BeforeEach
    void open() {
        one = RealDatabase.in(folder, Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, elsewhere);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    @Test
    void instancesThatStartForTheFirstTimeAtOnceAgreeOnPasswordAndSecret() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Auth>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                RealDatabase real = i % 2 == 0 ? one : other;
                all.add(threads.submit(() -> {
                    start.await();
                    return config(real).current().auth();
                }));
            }
            start.countDown();
        }
        List<Auth> made = all.stream().map(Future::resultNow).toList();
        assertThat(made.stream().distinct()).hasSize(1);
        assertThat(announced)
                .singleElement()
                .asString()
                .contains(made.getFirst().password());
    }

    @Test
    void anEmptyDocumentIsFilledByOneOfThem() throws Exception {
        assertThat(document(one).write(new byte[0], document(one).version())).isPresent();
        Auth made = config(one).current().auth();
        assertThat(config(other).current().auth()).isEqualTo(made);
        assertThat(announced).hasSize(1);
    }

    /** Nobody polls here: the bus alone carries it. */
    @Test
    void whatOneInstanceEditsIsInUseOnTheOther() {
        CurrentConfig here = config(one);
        CurrentConfig there = config(other);
        // Until the other one listens.
        await().atMost(PATIENCE).until(() -> {
            String name = "t" + System.nanoTime();
            String unused =
                    here.edit(tree -> tree.put("first", name).path("first").asText());
            return there.current().tree().has("first");
        });
        String added = here.edit(tree -> {
            tree.putArray(ConfigEntries.TEMPLATES)
                    .addObject()
                    .put("id", "t1")
                    .put("label", "Lakes")
                    .put("prompt", "a lake");
            return "t1";
        });
        await().atMost(PATIENCE).until(() -> there.current().tree().toString().contains("\"" + added + "\""));
        assertThat(there.current().templates()).hasSize(1);
        int templates = there.edit(tree -> tree.path(ConfigEntries.TEMPLATES).size());
        assertThat(templates).isEqualTo(1);
    }

    /** Neither the bus nor a look comes between: a page is answered by one instance and asks another. */
    @Test
    void whoHasBeenAnsweredByOneInstanceFindsItOnTheOtherAtOnce() {
        CurrentConfig here = config(one.changes(), one);
        CurrentConfig there = config(other.changes(), other);
        for (int i = 0; i < 20; i++) {
            int number = i;
            Object unused = here.edit(tree -> tree.put("number", number));
            assertThat(there.newest().tree().path("number").asInt(-1)).isEqualTo(i);
        }
    }

    private CurrentConfig config(ChangeBus changes, RealDatabase real) {
        return new CurrentConfig(
                new SqlConfigDocument(real.database(), changes),
                51130,
                true,
                new SecretReferences(name -> null),
                announced::add);
    }

    private CurrentConfig config(RealDatabase real) {
        return config(real.sharedChanges(), real);
    }

    private static SqlConfigDocument document(RealDatabase real) {
        return new SqlConfigDocument(real.database(), real.sharedChanges());
    }
}
