package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A collector of OpenTelemetry hears of tasks when its address is given, and nothing that is private. */
class TracesIT {
    /** Beside the names of spans and what they carry, in the bytes of OTLP's protobuf. */
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private final List<String> paths = new CopyOnWriteArrayList<>();

    @Test
    void aTaskIsOneTraceWithoutPromptOrKey() throws Exception {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            // Before the body: once that is heard, the test looks at the paths.
            paths.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("x-collector-key"));
            try (InputStream body = exchange.getRequestBody()) {
                byte[] bytes = body.readAllBytes();
                synchronized (heard) {
                    heard.write(bytes);
                }
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (PromptedUpstream upstream = new PromptedUpstream();
                PackagedServer server = new PackagedServer("traces", upstream.base())
                        .with(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + collector.getAddress().getPort())
                        .with("OTEL_EXPORTER_OTLP_HEADERS", "x-collector-key=collector-key-7")) {
            server.start();
            String token = server.client().token();
            JsonNode done = server.end("quick private-prompt-42");
            assertThat(done.path("status").asText()).isEqualTo("done");

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(heard())
                    .contains(
                            "generate_content painter",
                            "queue",
                            "save",
                            done.path("id").asText()));

            assertThat(paths).isNotEmpty().allMatch(path -> path.equals("/v1/traces collector-key-7"));
            assertThat(heard()).doesNotContain("private-prompt-42", "key-of-the-double", token, upstream.base());
            assertThat(server.console()).content().doesNotContain("collector-key-7");
        } finally {
            collector.stop(0);
        }
    }

    private String heard() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
