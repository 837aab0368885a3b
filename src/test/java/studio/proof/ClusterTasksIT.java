package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static studio.proof.PromptedUpstream.SILENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.testing.Client;

/** A task is worked on by one of several instances, and seen, followed and canceled at each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTasksIT {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster("cluster-tasks", 3).start();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void tasksOfOneInstanceAreSharedOutAndEachIsSentOnce() throws Exception {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            tasks.add(cluster.client(0).create("{\"prompt\":\"later shared out " + i + "\"}"));
        }
        Set<String> owners = new HashSet<>();
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> {
            owners.addAll(cluster.database().column("SELECT owner FROM task WHERE status IN ('RUNNING', 'SAVING')"));
            return owners.size() == cluster.size();
        });

        for (int i = 0; i < tasks.size(); i++) {
            JsonNode task = cluster.awaitEndEverywhere(tasks.get(i));
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
            assertThat(cluster.upstream().posts("later shared out " + i)).isEqualTo(1);
        }
    }

    @Test
    void everyStreamSeesEveryTask() throws Exception {
        List<WatchedFeed> feeds = feeds();
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tasks.add(cluster.client(i % cluster.size()).create("{\"prompt\":\"quick seen by all " + i + "\"}"));
        }

        List<Long> delays = new ArrayList<>();
        for (String task : tasks) {
            long[] seen = new long[cluster.size()];
            for (int i = 0; i < cluster.size(); i++) {
                WatchedFeed.Arrived end = feeds.get(i).awaitEnd(task, LONGEST);
                assertThat(end.event().name()).isEqualTo("done");
                assertThat(end.event().data().at("/result/galleryEntry/id").asText())
                        .isNotEmpty();
                seen[i] = end.at();
                assertThat(feeds.get(i).of(task))
                        .extracting(one -> one.event().data().path("version").asLong())
                        .as("versions at instance %d", i)
                        .isSorted();
            }
            long first = LongStream.of(seen).min().orElseThrow();
            LongStream.of(seen).filter(at -> at > first).forEach(at -> delays.add((at - first) / 1_000_000));
        }
        delays.sort(null);
        // By notifications; looking for changes, which makes lost ones good, takes seconds.
        assertThat(delays.get(delays.size() / 2)).as("milliseconds: %s", delays).isLessThan(1000);
        close(feeds);
    }

    @Test
    void aTaskRunningElsewhereIsFollowedByItsOwnStream() throws Exception {
        String id = cluster.client(0).create("{\"prompt\":\"later followed\"}");
        awaitOwner(id);

        for (int i = 0; i < cluster.size(); i++) {
            List<Client.Event> events = cluster.client(i).follow(id, null);
            assertThat(events.getLast().name())
                    .as("at instance %d: %s", i, events)
                    .isEqualTo("done");
        }
    }

    @Test
    void aStreamGoesOnAtAnotherInstanceWhereItEnded() throws Exception {
        WatchedFeed first = WatchedFeed.at(cluster.client(0));
        String seen = cluster.client(0).create("{\"prompt\":\"quick before the change of instance\"}");
        String last = first.awaitEnd(seen, LONGEST).event().id();
        first.close();
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            missed.add(cluster.client(i).create("{\"prompt\":\"quick missed " + i + "\"}"));
        }
        missed.forEach(cluster::awaitEndEverywhere);

        WatchedFeed again = WatchedFeed.at(cluster.client(1), "Last-Event-ID", last);

        for (String task : missed) {
            assertThat(again.awaitEnd(task, LONGEST).event().name()).isEqualTo("done");
        }
        assertThat(again.events().stream()
                        .filter(one -> one.event().name().equals("ready"))
                        .findFirst()
                        .orElseThrow()
                        .event()
                        .data()
                        .path("complete")
                        .asBoolean())
                .isTrue();
        again.close();
    }

    @Test
    void aTaskIsCanceledAtAnInstanceThatDoesNotRunIt() throws Exception {
        for (int i = 0; i < cluster.size(); i++) {
            String prompt = SILENT + " canceled elsewhere " + i;
            String id = cluster.client(i).create("{\"prompt\":\"" + prompt + "\"}");
            String owner = awaitOwner(id);
            await().atMost(LONGEST).until(() -> cluster.upstream().posts(prompt) == 1);
            int other = other(owner);

            JsonNode answer =
                    cluster.client(other).delete("/api/generate/task/" + id).body();

            assertThat(answer.path("status").asText()).as("%s", answer).isEqualTo("canceled");
            await().atMost(LONGEST).until(() -> cluster.upstream().wasLeft(prompt));
            assertThat(cluster.awaitEndEverywhere(id).path("status").asText()).isEqualTo("canceled");
        }
    }

    @Test
    void theSynchronousCallWaitsForWhicheverInstanceWorks() throws Exception {
        Map<String, Boolean> owners = new ConcurrentHashMap<>();
        List<Callable<Client.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String body = "{\"prompt\":\"later waited for " + i + "\"}";
            // All at one instance, which has room for three.
            calls.add(() -> cluster.client(1).post("/api/generate", body));
        }
        Thread look = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    cluster.database()
                            .column("SELECT owner FROM task WHERE status = 'RUNNING'")
                            .forEach(owner -> owners.put(owner, true));
                    Thread.sleep(50);
                } catch (Exception over) {
                    return;
                }
            }
        });

        List<Client.Answer> answers = Cluster.atOnce(calls);

        look.interrupt();
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200));
        assertThat(owners).hasSizeGreaterThan(1);
    }

    @Test
    void aRetryAtAnotherInstanceMakesWhatIsMissing() throws Exception {
        String prompt = SILENT + " retried elsewhere";
        String id = cluster.client(0).create("{\"prompt\":\"" + prompt + "\"}");
        awaitOwner(id);
        cluster.client(1).delete("/api/generate/task/" + id);
        cluster.awaitEndEverywhere(id);

        Client.Answer again = cluster.client(2).post("/api/generate/task/" + id + "/retry", "");

        assertThat(again.status()).as("%s", again.body()).isEqualTo(202);
        String second = again.body().path("taskId").asText();
        assertThat(second).isNotEqualTo(id);
        await().atMost(LONGEST).until(() -> cluster.upstream().posts(prompt) == 2);
        cluster.client(0).delete("/api/generate/task/" + second);
        assertThat(cluster.awaitEndEverywhere(second).path("status").asText()).isEqualTo("canceled");
    }

    private List<WatchedFeed> feeds() throws Exception {
        List<WatchedFeed> feeds = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            feeds.add(WatchedFeed.at(cluster.client(i)));
        }
        return feeds;
    }

    private static void close(List<WatchedFeed> feeds) {
        feeds.forEach(WatchedFeed::close);
    }

    private String awaitOwner(String task) {
        return cluster.awaitOwner(task);
    }

    private int other(String owner) throws Exception {
        return (cluster.numberOf(owner) + 1) % cluster.size();
    }
}
