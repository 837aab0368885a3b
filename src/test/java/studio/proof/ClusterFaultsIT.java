package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.picture.bucket.S3Server;
import studio.testing.Client;

/** What several instances stand on goes away and comes back: the database, the bucket, the connections that report changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterFaultsIT {
    private static final int INSTANCES = Integer.getInteger("cluster.instances", 3);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Of the database and of the bucket. */
    private static final int OUTAGE_SECONDS = Integer.getInteger("cluster.outage", 4);

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster("cluster-faults", INSTANCES).start();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aDatabaseThatIsRestartedUnderLoadLosesNothing() throws Exception {
        ClusterLoad load = new ClusterLoad(cluster, new Random());
        load.begin();
        awaitDone(load, 10);
        cluster.database().kill();
        TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
        cluster.database().start();
        awaitDone(load, load.ended() + 20);
        load.end();

        load.verify();
        // No process has died: what was paid for has waited for the database.
        assertThat(load.interrupted()).isEmpty();
    }

    private static void awaitDone(ClusterLoad load, int count) {
        await().atMost(LONGEST).until(() -> {
            load.check();
            return load.ended() >= count;
        });
    }

    @Test
    void aBucketThatIsAwayDelaysPicturesAndLosesNone() throws Exception {
        cluster.bucket().stop();
        List<JsonNode> done = new ArrayList<>();
        for (int i = 0; i < 2 * cluster.size(); i++) {
            Client here = cluster.client(i % cluster.size());
            JsonNode task = here.end(here.create("{\"prompt\":\"quick while the bucket is away " + i + "\"}"));
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
            done.add(task.path("result").path("galleryEntry"));
        }
        TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
        cluster.bucket().start();

        for (JsonNode entry : done) {
            for (int i = 0; i < cluster.size(); i++) {
                Client here = cluster.client(i);
                await().atMost(LONGEST)
                        .ignoreExceptions()
                        .until(() -> here.bytes(entry.path("imagePath").asText()).length
                                == entry.path("bytes").asInt());
            }
            String file = entry.path("fileName").asText();
            await().atMost(LONGEST).until(() -> cluster.bucket().keys().contains(file));
        }
    }

    @Test
    void changesThatWereNotReportedAreFound() throws Exception {
        List<WatchedFeed> feeds = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            feeds.add(WatchedFeed.at(cluster.client(i)));
        }
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            tasks.add(cluster.client(i).create("{\"prompt\":\"later without a notification " + i + "\"}"));
        }
        // Also those that listen and those that notify.
        int cut = cluster.database()
                .column("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid()")
                .size();

        assertThat(cut).isGreaterThanOrEqualTo(2 * cluster.size());
        for (WatchedFeed feed : feeds) {
            for (String task : tasks) {
                JsonNode end = feed.awaitEnd(task, LONGEST).event().data();
                assertThat(end.path("status").asText()).as("%s", end).isEqualTo("done");
            }
            feed.close();
        }
    }

    @Test
    void noSecretIsInALog() throws Exception {
        for (PackagedServer server : cluster.instances()) {
            assertThat(Files.readString(server.console()))
                    .doesNotContain(S3Server.SECRET_KEY, "a-password-that-appears-nowhere", "key-of-the-double");
        }
    }
}
