package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system that gives too little: a disk that takes its time, no more file descriptors. */
class StarvedIT {
    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeEach
    void prepare() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("starved", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                .with("MAX_CONCURRENT_TASKS", "4");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void aDiskThatSyncsSlowlyDelaysAndBreaksNothing() throws Exception {
        server.start();
        try (SlowSync slow = SlowSync.of(server.pid(), Duration.ofMillis(300))) {
            List<String> prompts = Stream.iterate(1, i -> i + 1)
                    .limit(8)
                    .map(i -> "quick " + i)
                    .toList();
            List<String> tasks = new ArrayList<>();
            for (String prompt : prompts) {
                tasks.add(server.client().create("{\"prompt\":\"" + prompt + "\"}"));
                // Who only reads does not wait for those who write.
                assertThat(server.client().get("/api/gallery").status()).isEqualTo(200);
            }
            assertThat(server.client()
                            .post("/api/templates", "{\"title\":\"slow\",\"prompt\":\"slow\"}")
                            .status())
                    .isEqualTo(200);
            for (String task : tasks) {
                assertThat(server.client().end(task).path("status").asText()).isEqualTo("done");
            }
            String entry = Findings.entries(server).path(0).path("id").asText();
            assertThat(server.client().delete("/api/gallery/" + entry).status()).isLessThan(300);
            assertThat(prompts).allMatch(prompt -> upstream.posts(prompt) == 1);
            assertThat(slow.seen()).isPositive();
        }
        server.kill();
        server.start();
        assertThat(Findings.entries(server)).hasSize(7);
        Findings.assertSound(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {PromptedUpstream.LATER, PromptedUpstream.BARE})
    void withoutFileDescriptorsNothingIsLostAndItRecovers(String answer) throws Exception {
        server.start();
        assertThat(server.end("quick one").path("status").asText()).isEqualTo("done");
        String prompt = answer + " two";
        String paid = server.client().create("{\"prompt\":\"" + prompt + "\"}");
        await().until(() -> upstream.posts(prompt) == 1);

        limitOpenFiles(1);
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                waiting.add(new Socket("127.0.0.1", server.port()));
            }
            // So long the shortage lasts; the answer comes in the middle of it.
            TimeUnit.SECONDS.sleep(3);
        } finally {
            limitOpenFiles(4096);
            for (Socket socket : waiting) {
                socket.close();
            }
        }

        JsonNode task = server.client().end(paid);
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
        assertThat(upstream.posts(prompt)).isEqualTo(1);
        assertThat(server.end("quick three").path("status").asText()).isEqualTo("done");
        Findings.assertSound(server);
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAndTheOthersGoOn() throws Exception {
        server.with("MAX_CONNECTIONS", "20").start();
        List<Socket> many = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                many.add(new Socket("127.0.0.1", server.port()));
            }
            await().until(() ->
                    many.stream().filter(StarvedIT::isClosedByServer).count() > 20);
            assertThat(server.client().get("/api/tasks").status()).isEqualTo(200);
        } finally {
            for (Socket socket : many) {
                socket.close();
            }
        }
        await().untilAsserted(() -> {
            try (HttpClient fresh = HttpClient.newHttpClient()) {
                HttpRequest health = HttpRequest.newBuilder(URI.create(server.base() + "/q/health/ready"))
                        .build();
                assertThat(fresh.send(health, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        });
    }

    private static boolean isClosedByServer(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private void limitOpenFiles(long most) throws Exception {
        Path prlimit = Path.of("/usr/bin/prlimit");
        assumeTrue(Files.isExecutable(prlimit), "prlimit (util-linux) is needed");
        Process set = new ProcessBuilder(
                        prlimit.toString(), "--pid", Long.toString(server.pid()), "--nofile=" + most + ":")
                .redirectErrorStream(true)
                .start();
        String said = new String(set.getInputStream().readAllBytes());
        assertThat(set.waitFor()).as(said).isZero();
    }

    /** Holds back each sync of a process, by the system's tracer. */
    private static final class SlowSync implements AutoCloseable {
        private final Process tracer;
        private final Path log;

        private SlowSync(Process tracer, Path log) {
            this.tracer = tracer;
            this.log = log;
        }

        static SlowSync of(long pid, Duration delay) throws Exception {
            Path strace = Path.of("/usr/bin/strace");
            assumeTrue(Files.isExecutable(strace), "strace is needed");
            Path log = Files.createTempFile(Path.of("target", "proof"), "strace-", ".log");
            Process tracer = new ProcessBuilder(
                            strace.toString(),
                            "--follow-forks",
                            "--attach=" + pid,
                            "--trace=fsync,fdatasync",
                            "--inject=fsync,fdatasync:delay_enter=" + delay.toMillis() + "ms",
                            "--output=" + log)
                    .redirectErrorStream(true)
                    .start();
            SlowSync slow = new SlowSync(tracer, log);
            boolean attached = tracer.inputReader().readLine() instanceof String line && line.contains("attached");
            assumeTrue(attached, "this system does not let one process trace another");
            return slow;
        }

        long seen() throws IOException {
            try (Stream<String> lines = Files.lines(log)) {
                return lines.filter(line -> line.contains("sync(") && line.contains("DELAYED"))
                        .count();
            }
        }

        @Override
        public void close() throws InterruptedException {
            tracer.destroy();
            tracer.waitFor();
        }
    }
}
