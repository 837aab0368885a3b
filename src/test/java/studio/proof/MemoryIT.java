package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures go by way of files: neither many references nor huge results need much memory. Linux only, by /proc. */
class MemoryIT {
    @TempDir
    Path scratch;

    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeEach
    void start() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("memory", upstream.base())
                .flag("-Xmx256m", "-XX:+UseSerialGC")
                .with("MAX_CONCURRENT_TASKS", "4")
                .with("MAX_QUEUE_SIZE", "40");
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void twentyWaitingTasksWithManyReferencesStayUnder400Megabytes() throws Exception {
        long idle = server.megabytes("VmRSS");
        List<String> tasks = new ArrayList<>();
        // Four are sent and never answered, twenty wait.
        for (int i = 0; i < 24; i++) {
            tasks.add(createWithReference(i));
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            for (String id : tasks.subList(0, 4)) {
                assertThat(Findings.task(server, id).path("attempts").size()).isEqualTo(1);
            }
            assertThat(upstream.posts("silent 3")).isEqualTo(1);
        });

        for (String id : tasks) {
            JsonNode task = Findings.task(server, id);
            assertThat(task.path("payload").path("imagesCount").asInt()).isEqualTo(1);
            assertThat(task.toString()).hasSizeLessThan(4096);
        }
        assertThat(Findings.task(server, tasks.getLast()).path("position").asInt())
                .isEqualTo(20);
        assertMemoryBelow("24 tasks with 14 MB of references each", idle, 400);
    }

    @Test
    void fourHugePicturesAtOnceFitIntoASmallHeap() throws Exception {
        upstream.huge(NoisePng.write(scratch.resolve("huge.png"), 4096, 4096, 1));
        long idle = server.megabytes("VmRSS");
        List<String> tasks = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            tasks.add(server.client().create("{\"prompt\":\"huge " + i + "\"}"));
        }
        for (String id : tasks) {
            JsonNode task = server.client().end(id);
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
            assertThat(task.path("result").path("galleryEntry").path("width").asInt())
                    .isEqualTo(4096);
        }
        System.out.printf("Four 4096x4096 pictures: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
        Findings.assertSound(server);
        assertMemoryBelow("four results of 4096x4096 at once", idle, 700);
    }

    private void assertMemoryBelow(String what, long idle, long megabytes) throws IOException {
        long now = server.megabytes("VmRSS");
        long peak = server.megabytes("VmHWM");
        String figures = "%s: %d MB when idle, %d MB now, %d MB at most".formatted(what, idle, now, peak);
        System.out.println(figures);
        assertThat(peak).as(figures).isLessThan(megabytes);
    }

    private String createWithReference(int number) throws Exception {
        Path picture = NoisePng.write(scratch.resolve("reference.png"), 2160, 2160, number);
        Path body = scratch.resolve("body.json");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(body), 1 << 16)) {
            out.write(("{\"prompt\":\"silent " + number + "\",\"images\":[\"data:image/png;base64,")
                    .getBytes(StandardCharsets.UTF_8));
            try (OutputStream base64 = Base64.getEncoder().wrap(new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() {
                    // The encoder closes what it wraps, but the document goes on.
                }
            })) {
                Files.copy(picture, base64);
            }
            out.write("\"]}".getBytes(StandardCharsets.UTF_8));
        }
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(server.base() + "/api/generate/task"))
                            .header("Authorization", "Bearer " + server.client().token())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofFile(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            return answer.body().replaceAll(".*\"taskId\":\"([^\"]+)\".*", "$1");
        }
    }
}
