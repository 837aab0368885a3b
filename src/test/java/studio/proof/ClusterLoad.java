package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import studio.testing.Client;

/**
 * People at work through all instances of a cluster: each request goes to a random one, and to another when that one is gone, as a
 * reverse proxy does it. A generation that was not answered is sent again with its {@code Idempotency-Key}.
 */
final class ClusterLoad {
    private static final String[] VERBS = {
        PromptedUpstream.QUICK,
        PromptedUpstream.SLOWLY,
        PromptedUpstream.LARGE,
        PromptedUpstream.QUICK,
        PromptedUpstream.SILENT,
        PromptedUpstream.SLOWLY,
        PromptedUpstream.ARRIVED,
        PromptedUpstream.BROKEN,
        PromptedUpstream.HALF,
        PromptedUpstream.QUICK
    };
    private static final int PAINTERS = 4;
    private static final int TEMPLATES = 4;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Cluster cluster;
    private final Random random;
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> atWork = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean over;

    /** What was asked for with each task that was accepted. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    /** Those whose end nobody knows, since their instance died. */
    private final Set<String> interrupted = ConcurrentHashMap.newKeySet();

    private final Set<String> toCancel = ConcurrentHashMap.newKeySet();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final Map<String, String> templates = new ConcurrentHashMap<>();

    ClusterLoad(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    private interface Work {
        void go(int number) throws Exception;
    }

    private interface Ask {
        Client.Answer of(Client client) throws IOException, InterruptedException;
    }

    void begin() {
        over = false;
        for (int i = 0; i < PAINTERS; i++) {
            atWork(this::paint);
        }
        atWork(this::editTemplates);
    }

    private void atWork(Work work) {
        atWork.add(people.submit(() -> {
            while (!over) {
                work.go(count.incrementAndGet());
            }
            return null;
        }));
    }

    /** They finish what they are at; fails when one of them was answered wrongly. */
    void end() throws Exception {
        over = true;
        for (Future<?> one : atWork) {
            one.get();
        }
        atWork.clear();
    }

    /** Whether one of them has been answered wrongly so far; throws what it was. */
    void check() throws Exception {
        for (Future<?> one : atWork) {
            if (one.isDone()) {
                one.get();
            }
        }
    }

    /** How many tasks have ended so far. */
    int ended() {
        return ended.get();
    }

    /** Tasks that ended as interrupted; known after {@link #verify}. */
    Set<String> interrupted() {
        return interrupted;
    }

    Map<String, String> accepted() {
        return accepted;
    }

    boolean wasCanceled(String task) {
        return toCancel.contains(task);
    }

    /** Asks instances at random until one answers for itself. */
    private Client.Answer anywhere(Ask ask) throws Exception {
        long limit = System.nanoTime() + LONGEST;
        while (true) {
            try {
                Client.Answer answer = ask.of(cluster.client(random.nextInt(cluster.size())));
                // One that is stopping, or whose database is away; the proxy would try the next one too.
                if (answer.status() != 503 || System.nanoTime() > limit) {
                    return answer;
                }
            } catch (IOException gone) {
                if (System.nanoTime() > limit) {
                    throw gone;
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void paint(int number) throws Exception {
        String verb = VERBS[random.nextInt(VERBS.length)];
        String prompt = verb + " " + number;
        String key = UUID.randomUUID().toString();
        sent.add(prompt);
        Client.Answer answer = anywhere(
                client -> client.post("/api/generate/task", "{\"prompt\":\"" + prompt + "\"}", "Idempotency-Key", key));
        assertThat(answer.status()).as("%s: %s", prompt, answer.body()).isEqualTo(202);
        String id = answer.body().path("taskId").asText();
        accepted.put(id, prompt);
        if (PromptedUpstream.isEndless(prompt)) {
            awaitSent(prompt);
            toCancel.add(id);
            anywhere(client -> client.delete("/api/generate/task/" + id));
        }
        awaitEnd(id, prompt);
    }

    /** Some are canceled while they wait, some while they run. */
    private void awaitSent(String prompt) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500));
        while (cluster.upstream().posts(prompt) == 0 && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void awaitEnd(String id, String prompt) throws Exception {
        long limit = System.nanoTime() + LONGEST;
        while (true) {
            Client.Answer task = anywhere(client -> client.get("/api/generate/task/" + id));
            assertThat(task.status()).as("'%s': %s", prompt, task.body()).isEqualTo(200);
            if (Findings.ended(task.body())) {
                ended.incrementAndGet();
                return;
            }
            if (System.nanoTime() > limit) {
                throw new AssertionError("'%s' does not end: %s".formatted(prompt, task.body()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void editTemplates(int number) throws Exception {
        String body = "{\"title\":\"T%d\",\"prompt\":\"P%d\"}".formatted(number, number);
        if (templates.size() < TEMPLATES) {
            Client.Answer added = anywhere(client -> client.post("/api/templates", body));
            assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
            templates.put(added.body().path("template").path("id").asText(), "P" + number);
            return;
        }
        String id = List.copyOf(templates.keySet()).get(random.nextInt(TEMPLATES));
        Client.Answer changed = anywhere(
                client -> client.send("PUT", "/api/templates/" + id, HttpRequest.BodyPublishers.ofString(body)));
        assertThat(changed.status()).as("%s", changed.body()).isEqualTo(200);
        templates.put(id, "P" + number);
        TimeUnit.MILLISECONDS.sleep(100);
    }

    /** When all instances are there and the people have gone home. */
    void verify() throws Exception {
        int done = 0;
        for (Map.Entry<String, String> task : accepted.entrySet()) {
            done += verifyTask(task.getKey(), task.getValue()) ? 1 : 0;
        }
        assertThat(done).as("tasks that were done of %d", accepted.size()).isPositive();
        for (String prompt : sent) {
            assertThat(cluster.upstream().posts(prompt))
                    .as("'%s' was sent", prompt)
                    .isLessThanOrEqualTo(1);
        }
        for (int i = 0; i < cluster.size(); i++) {
            Map<String, String> found = new ConcurrentHashMap<>();
            for (JsonNode template :
                    cluster.client(i).get("/api/templates").body().path("templates")) {
                found.put(template.path("id").asText(), template.path("prompt").asText());
            }
            assertThat(found).as("templates at instance %d", i).containsAllEntriesOf(templates);
        }
    }

    /** @return whether it is done, with its picture on every instance */
    private boolean verifyTask(String id, String prompt) throws Exception {
        JsonNode task = cluster.awaitEndEverywhere(id);
        long posts = cluster.upstream().posts(prompt);
        switch (task.path("status").asText()) {
            case "done" -> {
                assertThat(posts).as("%s", task).isEqualTo(1);
                String entry =
                        task.path("result").path("galleryEntry").path("id").asText();
                for (int i = 0; i < cluster.size(); i++) {
                    assertPicture(cluster.client(i), entry, prompt);
                }
                return true;
            }
            case "canceled" ->
                assertThat(wasCanceled(id)).as("somebody canceled %s", task).isTrue();
            default -> {
                interrupted.add(id);
                assertThat(task.path("errorCode").asText())
                        .as("'%s': %s", prompt, task)
                        .isEqualTo("interrupted");
                assertThat(task.path("mayBeBilled").asBoolean()).as("%s", task).isTrue();
                // An instance may have been killed between its note that it sends, and the first byte.
                assertThat(posts).as("'%s' was sent: %s", prompt, task).isLessThanOrEqualTo(1);
            }
        }
        return false;
    }

    private static void assertPicture(Client client, String entry, String prompt) throws Exception {
        Client.Answer found = client.get("/api/gallery/" + entry);
        assertThat(found.status()).as("'%s': %s", prompt, found.body()).isEqualTo(200);
        JsonNode picture = found.body().has("entry") ? found.body().path("entry") : found.body();
        assertThat(picture.path("prompt").asText()).isEqualTo(prompt);
        assertThat(client.bytes(picture.path("imagePath").asText()))
                .hasSize(picture.path("bytes").asInt());
    }
}
