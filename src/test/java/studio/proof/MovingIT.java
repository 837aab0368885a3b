package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import studio.testing.Client;

/** A studio moves from one process to instances on PostgreSQL and S3, and back, by the program's commands. */
class MovingIT {

    @Test
    void aStudioMovesIntoAClusterAndBackAndSendsNothingTwice() throws Exception {
        try (Cluster cluster = new Cluster("moving", 2);
                PackagedServer single =
                        new PackagedServer("moving-single", cluster.upstream().base());
                PackagedServer back =
                        new PackagedServer("moving-back", cluster.upstream().base())) {
            single.start();
            JsonNode done = single.end("quick one");
            String picture = done.at("/result/galleryEntry/imagePath").asText();
            byte[] bytes = single.client().bytes(picture);
            pause(single.client(), true);
            String waiting = single.client().create("{\"prompt\":\"quick and waiting\"}");
            stop(single);
            Path archive = single.root().resolve("studio.tar");
            assertDone(single.run("backup", archive.toString(), "--with-keys"));

            assertDone(cluster.instance(0).run("restore", archive.toString()));
            cluster.start();

            for (int i = 0; i < cluster.size(); i++) {
                assertThat(cluster.client(i).bytes(picture)).isEqualTo(bytes);
                assertThat(cluster.client(i)
                                .get("/api/gallery?q=quick")
                                .body()
                                .path("total")
                                .asInt())
                        .isEqualTo(1);
            }
            assertThat(cluster.upstream().posts("quick and waiting")).isZero();
            pause(cluster.client(1), false);
            JsonNode moved = cluster.client(1).end(waiting);
            assertThat(moved.path("status").asText()).as(moved.toString()).isEqualTo("done");
            PackagedServer.Ran refused = cluster.instance(1).run("restore", archive.toString(), "--replace");
            assertThat(refused.exit()).as(refused.said()).isEqualTo(1);

            Path config = cluster.instance(0).root().resolve("exported.json");
            assertDone(cluster.instance(0).run("config", "export", config.toString(), "--with-keys"));
            assertThat(config).content().contains(PackagedServer.PASSWORD, "key-of-the-double");
            Path later = cluster.instance(0).root().resolve("cluster.tar");
            assertDone(cluster.instance(0).run("backup", later.toString(), "--with-keys"));
            Files.delete(back.configFile());
            assertDone(back.run("restore", later.toString()));
            back.start();

            assertThat(back.client().bytes(picture)).isEqualTo(bytes);
            String entry = moved.at("/result/galleryEntry/imagePath").asText();
            assertThat(back.client().bytes(entry)).isEqualTo(cluster.client(0).bytes(entry));
            assertThat(Findings.entries(back)).hasSize(2);
            Findings.assertSound(back);
            assertThat(cluster.upstream().posts("quick one")).isEqualTo(1);
            assertThat(cluster.upstream().posts("quick and waiting")).isEqualTo(1);
        }
    }

    private static void pause(Client client, boolean paused) throws Exception {
        Client.Answer answer =
                client.send("PUT", "/api/tasks/queue", BodyPublishers.ofString("{\"paused\":" + paused + "}"));
        assertThat(answer.status()).isEqualTo(200);
    }

    private static void stop(PackagedServer server) throws Exception {
        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(30))).isTrue();
    }

    private static void assertDone(PackagedServer.Ran ran) {
        assertThat(ran.exit()).as(ran.said()).isZero();
    }
}
