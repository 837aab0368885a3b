package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import studio.picture.bucket.S3Server;
import studio.testing.Client;

/**
 * Several instances of the packaged server as processes of their own, with a real PostgreSQL, a real S3 server and an upstream that
 * counts. Each has its own data folder. Only the first has a configuration that works; the others take it from the database.
 */
final class Cluster implements AutoCloseable {
    /** Tasks that each instance works on at a time. */
    static final int LANES = 3;

    private final Path folder;
    private final PromptedUpstream upstream;
    private final ClusterPostgres database;
    private final S3Server bucket;
    private final List<PackagedServer> instances = new ArrayList<>();
    private Client client;

    Cluster(String name, int size) throws Exception {
        Path base = Files.createDirectories(Path.of("target", "proof").toAbsolutePath());
        folder = Files.createTempDirectory(base, name + "-");
        upstream = new PromptedUpstream();
        database = new ClusterPostgres(folder);
        bucket = new S3Server(folder);
        for (int i = 0; i < size; i++) {
            instances.add(instance(name + "-" + (i + 1)));
        }
        for (PackagedServer other : instances.subList(1, size)) {
            Files.writeString(
                    other.configFile(),
                    Files.readString(other.configFile())
                            .replace("w4Yt9KqLz2NvX8sDf6HgJb3McRe7PuA1-proof", "a-secret-that-is-never-used-00000000")
                            .replace(PackagedServer.PASSWORD, "a-password-that-never-opens"));
        }
    }

    private PackagedServer instance(String name) throws IOException {
        PackagedServer server = new PackagedServer(name, upstream.base())
                .flag("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m")
                .with("STUDIO_DATABASE_URL", database.url())
                .with("MAX_CONCURRENT_TASKS", Integer.toString(LANES))
                .with("MAX_QUEUE_SIZE", "200");
        bucket.environment().forEach(server::with);
        return server;
    }

    /** For all instances, from their next start on. */
    Cluster with(String variable, String value) {
        instances.forEach(server -> server.with(variable, value));
        return this;
    }

    /** The first instance alone, whose configuration becomes that of all; then the others at once. */
    Cluster start() throws Exception {
        instances.getFirst().start();
        client = new Client(instances.getFirst().base(), PackagedServer.PASSWORD);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> starting = new ArrayList<>();
            for (PackagedServer other : instances.subList(1, size())) {
                starting.add(threads.submit(() -> other.start()));
            }
            for (Future<Duration> one : starting) {
                one.get();
            }
        }
        return this;
    }

    int size() {
        return instances.size();
    }

    PackagedServer instance(int number) {
        return instances.get(number);
    }

    List<PackagedServer> instances() {
        return instances;
    }

    /** One session, which is that of all instances: at this one. */
    Client client(int number) {
        return client.at(instances.get(number).base());
    }

    ClusterPostgres database() {
        return database;
    }

    S3Server bucket() {
        return bucket;
    }

    PromptedUpstream upstream() {
        return upstream;
    }

    Path folder() {
        return folder;
    }

    /** Each instance reports the task as ended, with the same state; returns it. */
    JsonNode awaitEndEverywhere(String id) {
        JsonNode[] last = new JsonNode[1];
        for (int i = 0; i < size(); i++) {
            Client here = client(i);
            await().pollDelay(Duration.ZERO)
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        last[0] = here.get("/api/generate/task/" + id).body();
                        return Findings.ended(last[0]);
                    });
        }
        return last[0];
    }

    /** Waits until an instance works on the task; returns its id. */
    String awaitOwner(String task) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> database.one("SELECT coalesce(owner, '') FROM task WHERE id = '" + task + "'"),
                        owner -> !owner.isEmpty());
    }

    /** Which of the instances has that id. */
    int numberOf(String id) throws IOException {
        for (int i = 0; i < size(); i++) {
            if (Files.readString(instances.get(i).data().resolve("instance.id"))
                    .strip()
                    .equals(id)) {
                return i;
            }
        }
        throw new AssertionError("No instance has the id " + id);
    }

    /** The list at that instance has an entry with that id. */
    static void awaitListed(Client here, String path, String list, String id) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> StreamSupport.stream(
                                here.get(path).body().path(list).spliterator(), false)
                        .anyMatch(one -> one.path("id").asText().equals(id)));
    }

    /** @param more fields, each after a comma */
    void addConfig(Client here, String id, String more) throws Exception {
        Client.Answer added = here.post(
                "/api/api-configs",
                "{\"id\":\"%s\",\"label\":\"%s\",\"endpoint\":\"%s\",\"model\":\"painter\",\"apiKey\":\"sk-%s-000000\"%s}"
                        .formatted(id, id, upstream.base(), id, more));
        assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
    }

    /** All at the same time. */
    static List<Client.Answer> atOnce(List<Callable<Client.Answer>> requests) throws Exception {
        List<Client.Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Client.Answer> one : threads.invokeAll(requests)) {
                answers.add(one.get());
            }
        }
        return answers;
    }

    @Override
    public void close() throws Exception {
        for (PackagedServer server : instances) {
            server.close();
        }
        if (client != null) {
            client.close();
        }
        upstream.close();
        bucket.close();
        database.close();
    }
}
